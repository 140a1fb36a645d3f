// All that is known of `repeat`.
#include "model/system/flow/count.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/work.hpp"

namespace onsale::system {
namespace {

struct RepeatStep final : Step {
  Progress run(Work& work) const override
  {
    const std::uint64_t count = times.sample(work.registers, work.draws);
    if (count > 0)
      return turns(*this, work, count);
    work.at = body.last;
    return Progress::done();
  }
  void demand(DemandWalk& walk) const override
  {
    if (not times.is_known())
      walk.set_undecided();
    walk.repeat(body, times.mean());
  }
  StepPicture picture() const override { return {.label = "repeat", .decides = true, .edges = {{body.last, "done"}}}; }

  static engine::Task<> turns(const RepeatStep& step, Work& work, std::uint64_t count)
  {
    for (; count > 0 && work.status == 0; --count) {
      work.at = step.body.first;
      co_await walk(work, step.body.last);
    }
  }

  Count times;
  Stretch body;
};

/// `{times: 20, steps: [{query: 0.2ms}]}`
void read_repeat(FlowReader& reader, const config::Value& content)
{
  config::Object object = content.object();
  RepeatStep& step = reader.emit<RepeatStep>();
  if (const auto times = object.value("times", "how many times, one after the other"))
    step.times = read_count(reader, *times);
  else
    object.fault("times", "how many times?");
  step.body = reader.stretch(object.list("steps", {.says = "of one time", .minimum_size = 1}));
  object.finish();
}

} // namespace

const StepKind repeat_step{
    .name = "repeat", .says = "steps several times, one after the other, such as N+1 queries", .read = read_repeat};

} // namespace onsale::system
