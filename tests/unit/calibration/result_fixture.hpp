/// Results of k6 tests made by hand.
#pragma once

#include "calibration/audit/audit.hpp"
#include "calibration/k6/printed.hpp"

#include <algorithm>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <utility>

namespace onsale::calibration {

using Texts = std::initializer_list<std::pair<const char*, const char*>>;

/// A metric from k6's own text: `metric("http_req_duration", trend, time, {{"avg", "9.96ms"}})`.
inline K6Result::Metric metric(const std::string& name, k6::MetricKind kind, k6::MetricContent content, Texts texts)
{
  K6Result::Metric made{name, kind, content, {}};
  for (const auto& [statistic, text] : texts)
    made.statistics.push_back({statistic, read_printed(text, print_of(made, statistic)).value()});
  return made;
}

inline K6Result::Metric counter(const std::string& name, Texts texts)
{
  return metric(name, k6::MetricKind::counter, k6::MetricContent::number, texts);
}

inline K6Result::Metric times(const std::string& name, Texts texts)
{
  return metric(name, k6::MetricKind::trend, k6::MetricContent::time, texts);
}

inline K6Result::Metric shares(const std::string& name, Texts texts)
{
  return metric(name, k6::MetricKind::rate, k6::MetricContent::number, texts);
}

inline K6Result::Metric gauge(const std::string& name, Texts texts)
{
  return metric(name, k6::MetricKind::gauge, k6::MetricContent::number, texts);
}

inline K6Result block(std::vector<K6Result::Metric> metrics)
{
  K6Result result;
  result.name = "by hand";
  result.origin = Origin::k6_block;
  result.metrics = std::move(metrics);
  return result;
}

/// What the law of that name says.
inline AuditedLaw verdict_of(const K6Result& result, const std::string& law)
{
  const Audit audited = audit(result);
  const auto found = std::find_if(audited.laws.begin(), audited.laws.end(),
                                  [&](const AuditedLaw& each) { return each.law->name == law; });
  if (found == audited.laws.end())
    throw std::invalid_argument("no law called " + law);
  return *found;
}

/// The arithmetic of the first finding that does not hold; empty if all hold.
inline std::string complaint(const AuditedLaw& law)
{
  for (const Finding& finding : law.findings)
    if (finding.verdict >= Verdict::doubtful)
      return finding.arithmetic;
  return {};
}

inline k6::ScenarioOptions ramping_vus(std::int64_t start, std::initializer_list<std::pair<int, int>> stages)
{
  k6::RampingVus ramp;
  ramp.start_vus = start;
  for (const auto& [seconds, target] : stages)
    ramp.stages.push_back({seconds * k6::second_ns, target});
  return {.name = "vus", .executor = ramp, .exec_place = {}, .tags = {}};
}

inline k6::ScenarioOptions ramping_arrivals(std::int64_t start, std::int64_t pre_allocated, std::int64_t most,
                                            std::initializer_list<std::pair<int, int>> stages)
{
  k6::RampingArrivalRate ramp;
  ramp.start_rate = start;
  ramp.vus = {pre_allocated, most};
  for (const auto& [seconds, target] : stages)
    ramp.stages.push_back({seconds * k6::second_ns, target});
  return {.name = "arrivals", .executor = ramp, .exec_place = {}, .tags = {}};
}

inline k6::Options options_of(std::initializer_list<k6::ScenarioOptions> scenarios)
{
  k6::Options options;
  options.scenarios = scenarios;
  return options;
}

/// One request and one second of pause, from a script that is published and has no setup.
inline JourneyFacts request_and_second()
{
  JourneyFacts facts;
  facts.requests = exactly(1);
  facts.sleeps_s = exactly(1);
  facts.checks = exactly(1);
  facts.setup_known = true;
  facts.published = true;
  return facts;
}

} // namespace onsale::calibration
