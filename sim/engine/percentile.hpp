/// Percentiles as k6 computes them.
#pragma once

#include <span>

namespace onsale::engine {

/// Percentile of Hyndman & Fan type 7: position p (n - 1), linear interpolation between neighbours. n = 0 gives 0.
/// Reorders `values` (selection, O(n) on average). @param p in [0, 1]
double percentile(std::span<double> values, double p);

} // namespace onsale::engine
