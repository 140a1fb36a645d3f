/// Closed networks of queues, one class: what queueing theory knows of a system without simulating it.
#pragma once

#include "sim/engine/cpu/processor_sharing.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace onsale::analytic {

/// A device that customers share: a CPU of several cores, or one server (cores 1).
struct Station {
  std::string name;
  double demand_s = 0;               ///< service demand D = V S of one customer's cycle, seconds of one core, >= 0
  engine::CpuCapacity capacity = {}; ///< how much work j customers get done in a second
};

/// Throughput X(n) and response time R(n) of n customers, exact for product form: processor sharing with any law of
/// service, or first come first served with exponential service.
struct Curve {
  std::vector<double> throughput_per_s; ///< [n - 1]
  std::vector<double> response_s;       ///< [n - 1] n / X(n) - think time
};

/// Buzen's convolution, with stations whose rate depends on who is there. Cost O(stations x customers^2).
///   f_k(j) = D_k^j / (rate_k(1) .. rate_k(j)),  f_think(j) = Z^j / j!,  G = f_1 * .. * f_K * f_think
///   X(n) = G(n - 1) / G(n)
/// All terms are positive, so nothing cancels where mean-value analysis with several servers would.
/// Buzen, "Computational Algorithms for Closed Queueing Networks with Exponential Servers", CACM 16(9), 1973.
/// @param think_s    time outside all stations, seconds, >= 0
/// @param customers  >= 1, at most most_customers
/// @throws std::invalid_argument naming the rule
Curve closed_network(const std::vector<Station>& stations, double think_s, std::size_t customers);

inline constexpr std::size_t most_customers = 5000; ///< beyond it bounds say as much, and cost nothing

/// Whether closed_network() takes it: some station has a demand, and so many customers and no more think at a time.
bool is_solvable(const std::vector<Station>& stations, double think_s, std::size_t customers);

/// Asymptotic bounds of n customers: X <= min(X_max, n / (D + Z)), R >= max(D, n / X_max - Z).
/// Denning & Buzen, "The Operational Analysis of Queueing Network Models", Computing Surveys 10(3), 1978.
struct Bounds {
  double throughput_max_per_s = 0; ///< X_max = min over stations of capacity / D; infinite without demand
  std::string bottleneck;          ///< whose bound that is
  double response_min_s = 0;       ///< D: all demands at their fastest
  double think_s = 0;

  double knee() const { return throughput_max_per_s * (response_min_s + think_s); } ///< customers where both meet
  double throughput_at(double customers) const;
  double response_at(double customers) const;
};
Bounds bounds(const std::vector<Station>& stations, double think_s);

} // namespace onsale::analytic
