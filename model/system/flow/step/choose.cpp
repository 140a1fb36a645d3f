// All that is known of `choose`.
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/work.hpp"

#include <fmt/format.h>

namespace onsale::system {
namespace {

struct ChooseStep final : Step {
  Progress run(Work& work) const override
  {
    double draw = work.draws.uniform();
    for (const DemandWalk::Alternative& each : ways) {
      if (draw < each.share) {
        work.at = each.stretch.first;
        return Progress::done();
      }
      draw -= each.share;
    }
    work.at = behind;
    return Progress::done();
  }
  void demand(DemandWalk& walk) const override
  {
    auto all = ways;
    double none = 1;
    for (const DemandWalk::Alternative& each : ways)
      none -= each.share;
    all.push_back({{behind, behind}, none});
    walk.choose(all);
    walk.go_on_at(behind);
  }
  StepPicture picture() const override
  {
    StepPicture picture{.label = "choose", .decides = true, .goes_on = false};
    double none = 1;
    for (const DemandWalk::Alternative& each : ways) {
      picture.edges.push_back({each.stretch.first, fmt::format("{:.3g} %", 100 * each.share)});
      none -= each.share;
    }
    if (none > rounding)
      picture.edges.push_back({behind, fmt::format("{:.3g} %", 100 * none)});
    return picture;
  }

  static constexpr double rounding = 1e-9;
  std::vector<DemandWalk::Alternative> ways;
  std::size_t behind = 0;
};

/// `[{share: 80%, steps: [..]}, {share: 20%, steps: [..]}]`; what is missing to the whole does neither.
void read_choose(FlowReader& reader, const config::Value& content)
{
  ChooseStep& step = reader.emit<ChooseStep>();
  std::vector<JumpStep*> jumps;
  double sum = 0;
  for (const config::Value& value : content.list({.minimum_size = 1})) {
    config::Object object = value.object();
    const double share = object.ratio("share", {.says = "of those that come here", .above = 0.0});
    const Stretch stretch = reader.stretch(object.list("steps", {.says = "that they take", .minimum_size = 1}));
    step.ways.push_back({stretch, share});
    jumps.push_back(&reader.emit<JumpStep>());
    object.finish();
    sum += share;
  }
  if (sum > 1 + ChooseStep::rounding)
    content.fault(fmt::format("the shares are {:.4g} % together, more than the whole", 100 * sum));
  step.behind = reader.here();
  for (JumpStep* jump : jumps)
    jump->target = step.behind;
}

} // namespace

const StepKind choose_step{
    .name = "choose", .says = "one of several ways, each with its share; drawn, not decided", .read = read_choose};

} // namespace onsale::system
