// All that is known of `cpu`.
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/work.hpp"

namespace onsale::system {
namespace {

struct CpuStep final : Step {
  explicit CpuStep(const engine::Distribution& its_demand) : cpu(its_demand) {}
  Progress run(Work& work) const override { return Progress::cpu(cpu.sample(work.draws) * work.code_factor); }
  void demand(DemandWalk& walk) const override { walk.process_cpu(cpu.mean_s()); }
  StepPicture picture() const override { return {.label = "cpu"}; }
  engine::Distribution cpu;
};

} // namespace

const StepKind cpu_step{
    .name = "cpu", .says = "CPU time of the server", .read = [](FlowReader& reader, const config::Value& content) {
      reader.emit<CpuStep>(reader.time(content));
    }};

} // namespace onsale::system
