/// The largest load that keeps all promises, and what stops it.
///
/// One replication at two loads meets the same customers (common random numbers), so a margin changes with the load
/// more surely than it is known at one load: the search halves a bracket on means, then looks closer at its ends.
///
///   promises = the thresholds, and that few customers are lost: those who do not get in leave the others quick
///   margin  = (limit - observed) / limit of the promise that is nearest to breaking; below 0: broken
///   bracket = neighbouring loads of which the lower keeps and the higher breaks the promises on the mean
///   root    = where a replication's margin is 0, by the common slope near the bracket; Student t over replications
///   load    = the root where a run at that load keeps the promises, else the lower end of the bracket, which does
#pragma once

#include "model/k6/metric/thresholds.hpp"
#include "sim/engine/replication.hpp"
#include "sim/run/scenario.hpp"
#include "sim/study/promise.hpp"
#include "sim/study/relief.hpp"
#include "sim/study/runner.hpp"
#include "sim/study/sweep.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace onsale::study {

struct LimitOptions {
  run::ScenarioRequest scenario;
  std::string knob = "vus";              ///< vus, rate, or a number that `--set` names; more of it must be harder
  std::vector<k6::ThresholdConfig> slos; ///< none: the scenario's own thresholds
  double lost_at_most = 0.01;   ///< share of iterations, and of requests, that may be lost; 1: that is no promise
  double within = 0.02;         ///< relative width of the bracket and of the interval's half, > 0
  std::size_t replications = 5; ///< at least, near the limit; >= 2
  std::size_t replications_most = 30;
  std::uint64_t seed = 1;
  bool next = true;                 ///< also what stops it when the first bottleneck is gone
  std::function<bool()> stops = {}; ///< asked before each load: true ends the search with what it has
};

/// One load that was tried.
struct Probe {
  double load = 0;
  std::vector<double> margins; ///< [replications]
  Verdict worst;               ///< the promise with the smallest mean margin, with the mean of what was observed
  double mean_margin() const;
};

enum class LimitOutcome : std::uint8_t {
  found,
  never_broken, ///< not even at a thousand times the scenario's load
  never_kept    ///< not even at the smallest load
};

struct Limit {
  LimitOutcome outcome = LimitOutcome::found;
  double load = 0; ///< keeps the promises; of what is never broken or never kept: the last load tried
  double low = 0;  ///< the interval, 95 %
  double high = 0;
  Verdict promise;                  ///< that breaks next
  std::vector<Verdict> kept;        ///< all promises at `load`, with the means of what was observed
  double requests_per_s = 0;        ///< at `load`
  std::string resource;             ///< that stops it, or `k6's users`; empty: none
  bool full = false;                ///< it was saturated, not only the busiest
  std::string evidence;             ///< at the upper end of the bracket
  std::vector<std::string> remarks; ///< why the figures at `load` mean less than they seem
  Relief removal;                   ///< takes the resource out of the way
  std::vector<Probe> probes;        ///< in order of their loads
  std::vector<SweepRow> rows;       ///< the same as a sweep has them
  bool interrupted = false;         ///< the interval is the bracket so far
  std::size_t runs = 0;
  std::vector<std::string> broken_laws;
};

struct LimitStudy {
  std::string scenario;
  std::string knob;
  Limit first;
  std::optional<Limit> next; ///< with first.removal

  /// How many times as much load it bears then; nothing unless both limits were found.
  std::optional<double> gain() const;
};

/// @param told  a line now and then for people who wait
/// @throws config::InvalidInput for a knob or a promise that the scenario does not have
LimitStudy find_limit(const LimitOptions& options, Runner& runner,
                      const std::function<void(const std::string&)>& told = {});

/// `Bears 1,067 users (977 requests/s) with p(95) below 400ms; then app cpu is full; ..`
std::string limit_sentence(const LimitStudy& study);
std::string limit_text(const LimitStudy& study);
/// `{"scenario", "over", "sentence", "promises", "limit": {"outcome", "load", "low", "high", "confidence",
/// "requests_per_s", "promise", "resource", "evidence", "removal", "remarks", "runs", "probes": [{"load", "margins",
/// "worst", "observed"}]}, "next": the same or null, "gain"}`
std::string limit_json(const LimitStudy& study);
/// Each load that was tried as a row of the table of a sweep, without the search for the next limit.
std::string limit_csv(const LimitStudy& study);

} // namespace onsale::study
