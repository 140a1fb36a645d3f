/// What a load has to keep: thresholds as k6 writes them, and that few customers are lost.
#pragma once

#include "model/config/faults.hpp"
#include "model/k6/metric/thresholds.hpp"
#include "sim/study/observation.hpp"

#include <optional>
#include <string>
#include <vector>

namespace onsale::study {

/// `http_req_duration: p(95)<500`; the metric may be a sub-metric, `http_req_duration{name:token}: avg<80`.
/// Faults, at `--slo`: what is wrong with it.
std::optional<k6::ThresholdConfig> parse_slo(const std::string& text, config::Faults& faults);

/// How a run keeps its promises: those of its thresholds, then those about customers lost.
/// @param lost_at_most  share of the iterations, and of the requests, that may be lost: below it; 1: no promise
std::vector<Verdict> promises(const Observation& seen, double lost_at_most);

/// How far a verdict is from being broken, in units of its limit (of 1 for a limit of 0): above 0 kept, else broken, at
/// least -1, as what is broken beyond all measure must not outweigh the other replications.
double margin_of(const Verdict& verdict);

/// `p(95) of http_req_duration below 500 ms`, `under 1 % of iterations lost`.
std::string in_words(const Verdict& verdict);

} // namespace onsale::study
