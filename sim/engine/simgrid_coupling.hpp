/// The one place where the request-level simulation and SimGrid meet.
///
/// SimGrid sees the Simulation as one more resource model whose next event is not idempotent: it is asked last, is told
/// how far every other model would let it go, and moves itself up to that point ("run-ahead"). When an event needs
/// SimGrid itself (wake an actor), the run-ahead stops at that instant, SimGrid's clock catches up, and the deferred
/// action runs. No lookahead is guessed, so the order of events is exact.
#pragma once

#include "sim/engine/simulation.hpp"

#include <memory>

namespace onsale::engine {

/// Registers `simulation` with SimGrid's engine; actors may then schedule and wake processes (at SimGrid's clock), and
/// processes reach actors through Simulation::in_simgrid. One for each SimGrid engine, so one for each operating-system
/// process.
class SimGridCoupling {
public:
  explicit SimGridCoupling(Simulation& simulation);
  SimGridCoupling(const SimGridCoupling&) = delete;
  SimGridCoupling& operator=(const SimGridCoupling&) = delete;
  ~SimGridCoupling();

  /// Runs SimGrid, and with it the simulation, until neither has anything left to do, or finish() was called.
  void run();
  /// To be called from an event or an actor: the run ends at this instant; actors still alive are killed.
  void finish();

private:
  class RequestModel;
  Simulation& simulation_;
  std::shared_ptr<RequestModel> model_;
};

} // namespace onsale::engine
