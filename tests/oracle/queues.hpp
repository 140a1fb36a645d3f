/// What queueing theory says, and what the engine measures, of single stations and closed networks.
#pragma once

#include "sim/engine/distribution.hpp"
#include "sim/engine/replication.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace onsale::oracle {

/// All intervals here are Student-t of 99.9 % over this many replications; the seed is fixed, and was not chosen.
inline constexpr double confidence = 0.999;
inline constexpr std::uint32_t replications = 12;

/// Runs `replication(number)` for each number; result[figure] is the interval of that figure over the replications.
std::vector<engine::Interval> replicate(const std::function<std::vector<double>(std::uint32_t)>& replication);

/// Erlang C: probability that a customer of an M/M/c queue has to wait.
/// @param offered a = lambda / mu in Erlang, below c
///   C = B / (1 - a / c (1 - B)) with Erlang B by recursion. Kleinrock, Queueing Systems I, 1975.
double erlang_c(std::uint32_t servers, double offered);

/// Erlang B: probability that a customer of an M/G/c/c system is turned away.
///   B(0) = 1, B(c) = a B(c-1) / (c + a B(c-1))
double erlang_b(std::uint32_t servers, double offered);

/// A station of exact MVA: queueing of fixed rate, or delay (infinitely many servers), or c equal servers.
struct MvaStation {
  double demand_s = 0;
  std::uint32_t servers = 1; ///< 0: a delay
};
struct MvaResult {
  double throughput_per_s = 0;
  std::vector<double> residence_s; ///< [stations], at the full population
};

/// Exact mean-value analysis of one class, with load-dependent stations by their marginal probabilities.
///   queueing  R_k(n) = D_k (1 + Q_k(n-1))
///   c servers R_k(n) = sum_j j D_k / min(j, c) p_k(j-1 | n-1),  p_k(j | n) = X(n) D_k / min(j, c) p_k(j-1 | n-1)
/// Reiser & Lavenberg, "Mean-Value Analysis of Closed Multichain Queuing Networks", JACM 27(2), 1980.
MvaResult mva(const std::vector<MvaStation>& stations, double think_s, std::uint32_t users);

} // namespace onsale::oracle
