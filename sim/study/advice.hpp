/// Advice that was tried: what twice as much of a resource buys, with the same customers before and after.
#pragma once

#include "sim/study/compare.hpp"

#include <string>
#include <vector>

namespace onsale::study {

struct AdviceOptions {
  run::ScenarioRequest scenario;
  std::size_t replications = 3; ///< of each side, >= 2
  std::uint64_t seed = 1;
};

/// One change alone.
struct TriedChange {
  std::string change;            ///< `--set hosts.app.cores=4`
  std::vector<Compared> figures; ///< p95 of http_req_duration, rate of iterations
};

/// Twice the bottleneck first, then twice the pool and the threads, which often are only held by those who wait for it.
/// Redis's thread and the disk: half the time. A scenario without a bottleneck has the latter two alone.
std::vector<TriedChange> try_advice(const AdviceOptions& options, Runner& runner);

/// change, figure, before, after, difference, half_width (95 %, of the paired difference); times in milliseconds
std::string advice_csv(const std::vector<TriedChange>& changes);

} // namespace onsale::study
