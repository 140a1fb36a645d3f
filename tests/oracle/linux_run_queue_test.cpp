#include "tests/oracle/debtors.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace onsale::oracle {
namespace {

/// Waits for the core, ms.
struct Waits {
  double mean = 0;
  double med = 0;
  double p90 = 0;
};

Waits waits_of(std::vector<double> waits_s)
{
  std::ranges::sort(waits_s);
  const auto quantile_ms = [&](double part) {
    return 1e3 * waits_s[static_cast<std::size_t>(part * static_cast<double>(waits_s.size() - 1))];
  };
  const double mean_s = std::accumulate(waits_s.begin(), waits_s.end(), 0.0) / static_cast<double>(waits_s.size());
  return {1e3 * mean_s, quantile_ms(0.5), quantile_ms(0.9)};
}

} // namespace
} // namespace onsale::oracle
