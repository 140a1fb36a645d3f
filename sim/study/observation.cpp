#include "sim/study/observation.hpp"

#include "sim/run/output/result_files.hpp"
#include "sim/run/verdict/bottleneck.hpp"
#include "sim/run/verdict/failure_points.hpp"
#include "sim/run/verdict/remarks.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace onsale::study {
namespace {

using nlohmann::ordered_json;

/// JSON has no infinity and writes null; a figure that is none comes back as one that compares false.
double number(const ordered_json& value)
{
  return value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
}

/// Of all endpoints together.
std::vector<TimePart> time_parts_of(const std::vector<run::EndpointAnatomy>& anatomy)
{
  run::EndpointAnatomy all;
  for (const run::EndpointAnatomy& each : anatomy)
    if (each.of == "mean")
      all.sums.add(each.sums);
  std::vector<TimePart> parts;
  for (std::size_t part = 0; part < system::part_count; ++part)
    parts.push_back({std::string(system::to_string(static_cast<system::Part>(part))), all.mean_ms(part)});
  return parts;
}

} // namespace

const run::Figure* Observation::find(const std::string& name) const
{
  const auto found = std::find_if(figures.begin(), figures.end(), [&](const auto& each) { return each.name == name; });
  return found == figures.end() ? nullptr : &*found;
}

const ResourceUse* Observation::blamed() const
{
  const auto found =
      std::find_if(resources.begin(), resources.end(), [&](const auto& each) { return each.name == bottleneck; });
  return found == resources.end() ? nullptr : &*found;
}

double Observation::time_share(const std::string& part) const
{
  double all_ms = 0;
  double its_ms = 0;
  for (const TimePart& each : time_parts) {
    all_ms += each.mean_ms;
    its_ms += each.name == part ? each.mean_ms : 0;
  }
  return all_ms > 0 ? its_ms / all_ms : 0;
}

Observation observe(const run::Scenario& scenario, const run::RunResult& result, bool with_timeseries)
{
  Observation seen;
  seen.lost = run::lost_customers(scenario.load, result.load, result.summary);
  seen.figures = run::main_figures(result.summary);
  seen.figures.push_back({iterations_lost, false, seen.lost.iterations_share()});
  seen.figures.push_back({requests_lost, false, seen.lost.requests_share()});
  for (const k6::Summary::Metric& metric : result.summary.metrics)
    for (const k6::Summary::Threshold& threshold : metric.thresholds)
      seen.verdicts.push_back({metric.name, threshold.expression, threshold.observed, threshold.ok});
  for (const auto& [resource, each] : result.resources)
    seen.resources.push_back({each.name, each.capacity, each.utilisation(), each.queued_mean(), each.wait_mean_s(),
                              each.throughput_per_s(), each.busy_s, resource.kind, resource.admits});
  seen.time_parts = time_parts_of(result.anatomy);
  for (const run::EndpointAnatomy& each : result.anatomy)
    if (each.of == "mean")
      seen.visits.push_back({each.endpoint, each.sums.requests});
  const auto saturated = run::saturations(result.series, result.blame);
  seen.bottleneck = saturated.empty() ? "" : saturated.front().resource.name();
  seen.bottleneck_line = run::bottleneck_line(result.series, result.blame);
  seen.broken_laws = result.broken_laws;
  if (seen.lost.dropped > 0)
    seen.generator_limit = run::unavoidable_drops(scenario, result).value_or("");
  seen.remarks = run::remarks(scenario, result);
  seen.exit_code = static_cast<int>(result.load.exit_code);
  if (with_timeseries)
    seen.timeseries = run::timeseries_csv(result.series);
  return seen;
}

std::string to_json(const Observation& observation)
{
  ordered_json figures = ordered_json::array();
  for (const run::Figure& each : observation.figures)
    figures.push_back({each.name, each.is_time, each.value});
  ordered_json verdicts = ordered_json::array();
  for (const Verdict& each : observation.verdicts)
    verdicts.push_back({each.metric, each.expression, each.observed, each.ok});
  ordered_json resources = ordered_json::array();
  for (const ResourceUse& each : observation.resources)
    resources.push_back({each.name, each.capacity, each.utilisation, each.queued_mean, each.wait_mean_s,
                         each.throughput_per_s, each.busy_s, static_cast<int>(each.kind), each.admits});
  ordered_json parts = ordered_json::array();
  for (const TimePart& each : observation.time_parts)
    parts.push_back({each.name, each.mean_ms});
  ordered_json visits = ordered_json::array();
  for (const EndpointVisits& each : observation.visits)
    visits.push_back({each.endpoint, each.requests});
  return ordered_json{{"figures", figures},
                      {"verdicts", verdicts},
                      {"resources", resources},
                      {"time_parts", parts},
                      {"visits", visits},
                      {"bottleneck", observation.bottleneck},
                      {"bottleneck_line", observation.bottleneck_line},
                      {"broken_laws", observation.broken_laws},
                      {"lost",
                       {observation.lost.dropped, observation.lost.interrupted, observation.lost.iterations,
                        observation.lost.unanswered, observation.lost.errors, observation.lost.requests}},
                      {"generator_limit", observation.generator_limit},
                      {"remarks", observation.remarks},
                      {"exit_code", observation.exit_code},
                      {"timeseries", observation.timeseries}}
      .dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

Observation observation_from_json(const std::string& text)
{
  const auto json = ordered_json::parse(text);
  Observation seen;
  for (const auto& each : json.at("figures"))
    seen.figures.push_back({each.at(0), each.at(1), number(each.at(2))});
  for (const auto& each : json.at("verdicts"))
    seen.verdicts.push_back({each.at(0), each.at(1), number(each.at(2)), each.at(3)});
  for (const auto& each : json.at("resources"))
    seen.resources.push_back({each.at(0), number(each.at(1)), number(each.at(2)), number(each.at(3)),
                              number(each.at(4)), number(each.at(5)), number(each.at(6)),
                              static_cast<system::Resource::Kind>(each.at(7).get<int>()), each.at(8)});
  for (const auto& each : json.at("time_parts"))
    seen.time_parts.push_back({each.at(0), number(each.at(1))});
  for (const auto& each : json.at("visits"))
    seen.visits.push_back({each.at(0), each.at(1)});
  seen.bottleneck = json.at("bottleneck");
  seen.bottleneck_line = json.at("bottleneck_line");
  seen.broken_laws = json.at("broken_laws");
  const auto& lost = json.at("lost");
  seen.lost = {lost.at(0), lost.at(1), lost.at(2), lost.at(3), lost.at(4), lost.at(5)};
  seen.generator_limit = json.at("generator_limit");
  seen.remarks = json.at("remarks");
  seen.exit_code = json.at("exit_code");
  seen.timeseries = json.at("timeseries");
  return seen;
}

} // namespace onsale::study
