/// Kinds of steps that belong to no part of the system.
#pragma once

#include "model/system/flow/endpoint.hpp"
#include "model/system/flow/step.hpp"
#include "sim/engine/distribution.hpp"

namespace onsale::system {

extern const StepKind cpu_step;
extern const StepKind delay_step;
extern const StepKind branch_step;
extern const StepKind choose_step;
extern const StepKind set_step;
extern const StepKind repeat_step;
extern const StepKind retry_step;
extern const StepKind fail_step;
extern const StepKind respond_step;
extern const StepKind local_cache_step;

/// CPU time of the process, with the thread held.
struct CpuStep final : Step {
  explicit CpuStep(const engine::Distribution& its_demand) : cpu(its_demand) {}
  Progress run(Work& work) const override;
  void demand(DemandWalk& walk) const override;
  StepPicture picture() const override { return {.label = "cpu"}; }
  engine::Distribution cpu;
};

/// End of the flow.
struct RespondStep final : Step {
  Progress run(Work& work) const override;
  void demand(DemandWalk& walk) const override;
  StepPicture picture() const override { return {.label = "respond", .goes_on = false}; }
  ResponseSpec response;
};

/// Goes on elsewhere.
struct JumpStep final : Step {
  explicit JumpStep(std::size_t to = 0) : target(to) {}
  Progress run(Work& work) const override;
  void demand(DemandWalk& walk) const override;
  StepPicture picture() const override;
  std::size_t target;
};

} // namespace onsale::system
