// All that is known of `set`.
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/work.hpp"

#include <cmath>

namespace onsale::system {
namespace {

struct SetStep final : Step {
  /// From a whole number to another one, all alike, or another value.
  struct Assignment {
    Register name = Register::user;
    Operand value{http::Value()};
    std::uint64_t values = 0; ///< so many whole numbers from that one on; 0: that one
  };
  Progress run(Work& work) const override
  {
    for (const Assignment& each : assignments)
      work.registers[each.name] = each.values == 0 ? each.value.of(work.registers)
                                                   : http::Value(each.value.of(work.registers).as_number() +
                                                                 static_cast<double>(work.draws.below(each.values)));
    return Progress::done();
  }
  void demand(DemandWalk&) const override {} // native code
  StepPicture picture() const override { return {.label = "set"}; }

  std::vector<Assignment> assignments;
};

SetStep::Assignment read_drawn(const config::Value& value)
{
  config::Object object = value.object();
  constexpr std::int64_t most = 1'000'000'000'000;
  const std::int64_t from =
      object.integer("from", {.says = "smallest of whole numbers that are all alike", .minimum = 0, .maximum = most});
  const std::int64_t to = object.integer("to", {.says = "largest of them", .minimum = 0, .maximum = most});
  if (to < from)
    object.fault("to", "it is below `from`");
  object.finish();
  return {.value = Operand(http::Value(static_cast<double>(from))),
          .values = static_cast<std::uint64_t>(std::max<std::int64_t>(to - from, 0)) + 1};
}

/// `{zone: {from: 1, to: 20}, coupon: 7, grade: "'VIP'", bought: seat}`
void read_set(FlowReader& reader, const config::Value& content)
{
  config::Object object = content.object();
  SetStep& step = reader.emit<SetStep>();
  for (const auto& entry : object.entries("a number, a 'text', another value's name, or `{from: 1, to: 20}`, drawn")) {
    SetStep::Assignment assignment;
    if (entry.value.is_map())
      assignment = read_drawn(entry.value);
    else if (const auto operand = reader.operand(entry.value, entry.value.text()))
      assignment.value = *operand;
    if (const auto name = reader.filled_value(entry.value, entry.key)) {
      assignment.name = *name;
      step.assignments.push_back(assignment);
    }
  }
  object.finish();
}

} // namespace

const StepKind set_step{.name = "set", .says = "gives values of the request; costs nothing", .read = read_set};

} // namespace onsale::system
