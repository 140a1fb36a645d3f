// All that is known of `delay`.
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/work.hpp"

namespace onsale::system {
namespace {

struct DelayStep final : Step {
  explicit DelayStep(const engine::Distribution& its_wait) : wait(its_wait) {}
  Progress run(Work& work) const override { return Progress::sleep(wait.sample(work.draws)); }
  void demand(DemandWalk& walk) const override { walk.elsewhere(wait.mean_s()); }
  StepPicture picture() const override { return {.label = "delay"}; }
  Part part() const override { return Part::delay; }
  engine::Distribution wait;
};

} // namespace

const StepKind delay_step{
    .name = "delay",
    .says = "waits for somebody else, such as a payment provider; uses nothing",
    .read = [](FlowReader& reader, const config::Value& content) { reader.emit<DelayStep>(reader.time(content)); }};

} // namespace onsale::system
