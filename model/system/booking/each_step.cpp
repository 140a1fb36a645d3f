// All that is known of `each`.
#include "model/system/booking/booking_desk.hpp"
#include "model/system/booking/booking_step.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <boost/container/small_vector.hpp>

#include <algorithm>

namespace onsale::system {
namespace {

struct EachStep final : Step {
  enum class List : std::uint8_t { seats, waiting_tokens, value };
  using Elements = boost::container::small_vector<http::Value, 16>;

  Progress run(Work& work) const override { return turns(*this, work); }
  void demand(DemandWalk& walk) const override
  {
    walk.set_undecided(); // how long the list is only a run knows
    walk.repeat(body, 1);
  }
  StepPicture picture() const override { return {.label = "each", .decides = true, .edges = {{body.last, "done"}}}; }

  static engine::Task<> turns(const EachStep& step, Work& work)
  {
    for (const http::Value& element : step.elements(work)) {
      work.registers[step.name] = element;
      work.at = step.body.first;
      co_await walk(work, step.body.last);
      if (work.status != 0)
        co_return;
    }
    work.at = step.body.last;
  }
  /// As they are now: what becomes of the list meanwhile is another matter.
  Elements elements(const Work& work) const
  {
    Elements all;
    const auto add = [&](const http::Value& element) { all.push_back(element); };
    switch (list) {
    case List::seats:
      if (work.seats != nullptr)
        for (std::size_t i = 0; i < std::min(most, work.seats->size()); ++i)
          add(http::Value::id(std::uint64_t{(*work.seats)[i]} + 1));
      break;
    case List::waiting_tokens:
      for (const booking::TokenId& token : work.system.waiting_queue.to_let_in(most))
        add(value_of(token));
      break;
    case List::value:
      for (const http::Value& element : work.registers[of].as_list())
        if (all.size() < most)
          add(element);
      break;
    }
    return all;
  }

  List list = List::seats;
  Register of = Register::count;
  Register name = Register::seat;
  std::size_t most = 0;
  Stretch body;
};

/// `{of: waiting_tokens, at-most: 100, steps: [{redis: 20us}, {booking: activate_token}]}`
void read_each(FlowReader& reader, const config::Value& content)
{
  using List = EachStep::List;
  config::Object object = content.object();
  EachStep& step = reader.emit<EachStep>();
  const std::string of = object.text(
      "of",
      {.says = "the list: `seats` that available_seats has read, `waiting_tokens`, the first of the line, as many as "
               "may be let in now, or a value of the request that is one"});
  step.list = of == "seats" ? List::seats : of == "waiting_tokens" ? List::waiting_tokens : List::value;
  step.name = step.list == List::waiting_tokens ? Register::token : Register::seat;
  if (const auto value = object.value("of"); value && step.list == List::value && not of.empty())
    step.of = reader.value_named(*value, of).value_or(Register::count);
  if (const auto value = object.value("as", "value that is the element; token or seat unless said"))
    step.name = reader.filled_value(*value, value->text()).value_or(step.name);
  step.most = static_cast<std::size_t>(object.integer(
      "at-most",
      {.says = "elements, from the first on", .minimum = 1, .maximum = 1'000'000, .default_value = 1'000'000}));
  step.body =
      reader.stretch(object.list("steps", {.says = "for each element, one after the other", .minimum_size = 1}));
  object.finish();
}

} // namespace

const StepKind each_step{
    .name = "each", .says = "steps for each element of a list, one after the other", .read = read_each};

} // namespace onsale::system
