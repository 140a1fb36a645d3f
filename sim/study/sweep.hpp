/// One scenario at many points: what changes when its knobs are turned.
#pragma once

#include "sim/run/scenario.hpp"
#include "sim/run/verdict/replicate.hpp"
#include "sim/study/closed_bounds.hpp"
#include "sim/study/design.hpp"
#include "sim/study/runner.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace onsale::study {

struct SweepOptions {
  run::ScenarioRequest scenario;
  std::vector<Variable> variables; ///< at least one
  Design design = Design::grid;
  std::size_t lhs_points = 20;
  std::size_t replications = 1; ///< of each point, all of the same seed: common random numbers
  std::uint64_t seed = 1;
};

/// A sweep as it is going to be run: the tasks of a point stand side by side.
struct SweepPlan {
  std::string name;     ///< of this sweep in a store: scenario, variables, design
  std::string scenario; ///< `system/test`
  std::vector<std::string> variables;
  std::vector<Point> points;
  std::vector<Task> tasks; ///< [points x replications]
  std::size_t replications = 1;
  std::uint64_t seed = 1;
};

/// @throws config::InvalidInput with the faults of every point that cannot be run
SweepPlan plan_sweep(const SweepOptions& options);

struct SweepRow {
  Point values;
  std::vector<run::ReplicatedFigure> figures; ///< intervals; of one replication: infinite half-width
  std::string bottleneck;                     ///< of most replications; empty: none
  std::size_t thresholds_crossed = 0;         ///< in how many replications
  std::optional<ClosedBounds> bounds = {};    ///< where the load has them
  std::string promise = {};                   ///< first threshold of http_req_duration, `p(95)<500`; empty: none
};

struct Sweep {
  std::string scenario;
  std::vector<std::string> variables;
  std::size_t replications = 1;
  std::uint64_t seed = 1;
  std::vector<SweepRow> rows;           ///< [points]
  std::vector<std::string> broken_laws; ///< of all runs
};

/// Notes the points in the store, if there is one, and runs what is missing. @throws run::ChildFailure, StoreError
Sweep run_sweep(const SweepPlan& plan, Runner& runner, Store* store, const std::string& version);

/// What the runs of one point say together. @param scenario  that they ran
SweepRow row_of(Point values, const run::Scenario& scenario, const std::vector<Observation>& observations);

/// Figures that all the observations have, with Student-t intervals over them, in the first one's order.
std::vector<run::ReplicatedFigure> replicated_figures(const std::vector<Observation>& observations);

/// The resource that is to blame in most of the runs; among equals the first met.
std::string usual_bottleneck(const std::vector<Observation>& observations);

} // namespace onsale::study
