#include "model/k6/options/stage.hpp"

#include <numeric>

namespace onsale::k6 {

std::int64_t total_duration_ns(const Stages& stages)
{
  return std::accumulate(stages.begin(), stages.end(), std::int64_t{0},
                         [](std::int64_t sum, const Stage& stage) { return sum + stage.duration_ns; });
}

} // namespace onsale::k6
