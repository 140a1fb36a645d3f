/// The largest load that keeps all promises, and what stops it.
///
/// One replication at two loads meets the same customers (common random numbers), so a margin changes with the load
/// more surely than it is known at one load: the search halves a bracket on means, then looks closer at its ends.
///
///   margin  = (limit - observed) / limit of the promise that is nearest to breaking; below 0: broken
///   bracket = neighbouring loads of which the lower keeps and the higher breaks the promises on the mean
///   root    = where a replication's margin is 0, by the common slope near the bracket; Student t over replications
#pragma once

#include "model/k6/metric/thresholds.hpp"
#include "sim/engine/replication.hpp"
#include "sim/run/scenario.hpp"
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

/// `http_req_duration: p(95)<500`; the metric may be a sub-metric, `http_req_duration{name:token}: avg<80`.
/// Faults, at `--slo`: what is wrong with it.
std::optional<k6::ThresholdConfig> parse_slo(const std::string& text, config::Faults& faults);

struct LimitOptions {
  run::ScenarioRequest scenario;
  std::string knob = "vus";                ///< vus, rate, or a number that `--set` names; more of it must be harder
  std::vector<k6::ThresholdConfig> slos; ///< none: the scenario's own thresholds
  double within = 0.02;                    ///< relative width of the bracket and of the interval's half, > 0
  std::size_t replications = 5;            ///< at least, near the limit; >= 2
  std::size_t replications_most = 30;
  std::uint64_t seed = 1;
  bool next = true; ///< also what stops it when the first bottleneck is gone
};

/// One load that was tried.
struct Probe {
  double load = 0;
  std::vector<double> margins; ///< [replications]
  std::string worst;           ///< the promise with the smallest mean margin, `http_req_duration p(95)<500`
  double observed = 0;         ///< its mean
  double mean_margin() const;
};

enum class LimitOutcome : std::uint8_t {
  found,
  never_broken, ///< not even at a thousand times the scenario's load
  never_kept    ///< not even at the smallest load
};

struct Limit {
  LimitOutcome outcome = LimitOutcome::found;
  double load = 0; ///< the estimate; of what is never broken or never kept: the last load tried
  double low = 0;  ///< the interval, 95 %
  double high = 0;
  std::string promise;        ///< that breaks
  std::string resource;       ///< that stops it; empty: none was saturated nor busy
  std::string evidence;       ///< at the upper end of the bracket
  Relief removal;             ///< takes the resource out of the way
  std::vector<Probe> probes;  ///< in order of their loads
  std::vector<SweepRow> rows; ///< the same as a sweep has them
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

std::string limit_text(const LimitStudy& study);
/// `{"scenario", "over", "limit": {"outcome", "load", "low", "high", "confidence", "promise", "resource", "evidence",
/// "removal", "runs", "probes": [{"load", "margins", "worst", "observed"}]}, "next": the same or null, "gain"}`
std::string limit_json(const LimitStudy& study);
/// Each load that was tried as a row of the table of a sweep, without the search for the next limit.
std::string limit_csv(const LimitStudy& study);

} // namespace onsale::study
