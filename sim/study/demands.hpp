/// A scenario without simulation: how often each endpoint is visited, and what one iteration asks of each resource.
///
/// Assumed where data does not say: a condition that a journey gives no probability holds in half of all cases. What
/// one request takes, and what is assumed of it, is told by system::DemandWalk.
#pragma once

#include "model/analytic/closed_network.hpp"
#include "sim/run/scenario.hpp"

#include <string>
#include <vector>

namespace onsale::study {

/// One endpoint in one iteration of the average virtual user.
struct EndpointDemand {
  std::string endpoint;
  double visits = 0;       ///< visit ratio: requests of an iteration
  double thread_s = 0;     ///< worker thread held, without any waiting, one request
  double connection_s = 0; ///< pooled connection held, likewise
};

/// One resource in one iteration.
struct ResourceDemand {
  std::string resource;                ///< as simulations call it
  double demand_s = 0;                 ///< busy time (of pools and threads: holding time without waiting)
  double capacity = 0;                 ///< cores' worth, servers or tokens
  double throughput_max_per_s() const; ///< iterations: capacity / demand; infinite without demand
};

struct Demands {
  std::vector<EndpointDemand> endpoints;   ///< [endpoints]
  std::vector<ResourceDemand> resources;   ///< devices, then what is held while they work, the outermost last
  std::vector<analytic::Station> stations; ///< the devices
  double requests = 0;                     ///< of an iteration
  double response_share = 1;               ///< of its service demands that follow each other: batches work side by side
  double pause_s = 0;                      ///< sleeps of an iteration
  double delay_s = 0;                      ///< network, payment providers, log flushes: time that nobody shares
  bool by_pilot = false;          ///< visits and pauses are those of a pilot simulation: the workload is a script
  bool undecided_journey = false; ///< visits hang on conditions that only a run decides
  bool undecided_flow = false;    ///< so do demands; each condition is taken to hold
  bool batches = false;           ///< some requests are sent side by side
  bool undecided() const { return undecided_journey || undecided_flow; }
  double think_s() const { return pause_s + delay_s; }

  /// Largest rate of iterations that every resource can carry, and which one it is.
  const ResourceDemand* bottleneck() const;
};

/// What a scenario of several weighs: its iterations a second, or its virtual users.
double weight_of(const k6::Executor& executor);

/// What an iteration was in a run: for journeys whose conditions only a run decides.
struct MeasuredIteration {
  std::vector<double> visits; ///< [endpoints] requests of an iteration
  double pause_s = 0;         ///< its time that no request took
};

/// Of all journeys that k6 scenarios execute, weighted by their virtual users (arrival rates: by their iterations).
/// Of a script a pilot simulation tells (pilot.hpp).
/// @param measured  takes the place of visits and pauses by arithmetic; nullptr: none
Demands demands_of(const run::Scenario& scenario, const MeasuredIteration* measured = nullptr);

} // namespace onsale::study
