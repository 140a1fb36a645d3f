/// What goes wrong in a run and what operators do about it, as data. Which kinds there are, and what they do, is told
/// by the parts of the system.
#pragma once

#include "model/config/overrides.hpp"
#include "model/operations/condition.hpp"
#include "model/system/part.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace onsale::operations {

struct Fault {
  std::string name; ///< `database down`
  system::FaultEffect effect;
  engine::Duration from{};
  engine::Duration to = engine::forever;
  engine::Duration period = engine::forever; ///< flapping: again each period
  double on_share = 1;                       ///< of each period
};

struct Action {
  std::string name; ///< what the timeline calls it
  engine::Duration at{};
  std::optional<Condition> when; ///< from `at` on; none: at `at`
  std::uint32_t most = 1;        ///< how often, when the condition holds again
  engine::Duration pause{};      ///< at least between two times
  engine::Duration takes{};      ///< from the decision to the effect
  // What it does is one of these.
  std::vector<config::Override> settings; ///< of the running system
  std::string fault;                      ///< those called so end
  system::ActionEffect effect;
};

/// Work of the database that no user asked for.
struct BackgroundJob {
  std::string name;
  engine::Duration every{1}; ///< from start to start; from the end of a run that takes longer
  double cpu_s = 0;
};

struct Plan {
  std::vector<Fault> faults;
  std::vector<Action> actions;
  std::vector<BackgroundJob> jobs;
  std::vector<Condition> signs;           ///< by which somebody notices: in the timeline, when first seen
  std::vector<config::Override> settings; ///< of the system at the start, as texts

  bool empty() const { return faults.empty() && actions.empty() && jobs.empty() && signs.empty(); }
};

} // namespace onsale::operations
