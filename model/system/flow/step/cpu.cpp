// All that is known of `cpu`.
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/work.hpp"

namespace onsale::system {

const StepKind cpu_step{
    .name = "cpu", .says = "CPU time of the server", .read = [](FlowReader& reader, const config::Value& content) {
      reader.emit<CpuStep>(reader.time(content));
    }};

Progress CpuStep::run(Work& work) const
{
  return Progress::cpu(cpu.sample(work.draws) * work.code_factor);
}

void CpuStep::demand(DemandWalk& walk) const
{
  walk.process_cpu(cpu.mean_s());
}

} // namespace onsale::system
