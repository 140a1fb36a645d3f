#include "sim/run/endpoint_series.hpp"

#include "sim/run/series.hpp"

#include <algorithm>
#include <numeric>

namespace onsale::run {
namespace {

std::string text_of(const k6::TagSet& tags, std::string_view name)
{
  const std::string* const value = tags.find(name);
  return value == nullptr ? std::string{} : *value;
}

} // namespace

std::size_t EndpointRecorder::endpoint_of(const std::string& name)
{
  const auto found = std::ranges::find(endpoints_, name, [](const Endpoint& each) { return each.series.name; });
  if (found != endpoints_.end())
    return static_cast<std::size_t>(found - endpoints_.begin());
  if (endpoints_.size() >= most_names && name != "(other names)")
    return endpoint_of("(other names)");
  endpoints_.push_back(
      {.series = {.name = name, .points = {}, .outcomes = {}, .durations_ms = {}}, .all_ms = {}, .newest_ms = {}});
  return endpoints_.size() - 1;
}

EndpointRecorder::Place EndpointRecorder::place_of(k6::TagSetId tags_id, bool failed)
{
  const auto number = static_cast<std::size_t>(tags_id);
  if (number >= places_.size())
    places_.resize(number + 1);
  if (places_[number].known)
    return places_[number];
  const k6::TagSet& tags = metrics_.tags()[tags_id];
  Place place{.endpoint = endpoint_of(text_of(tags, "name")), .known = true};
  auto& outcomes = endpoints_[place.endpoint].series.outcomes;
  const RequestOutcome outcome{text_of(tags, "status"), text_of(tags, "error"), failed, 0};
  const auto same = std::ranges::find_if(outcomes, [&](const RequestOutcome& each) {
    return each.status == outcome.status && each.error == outcome.error && each.failed == failed;
  });
  place.outcome = static_cast<std::size_t>(same - outcomes.begin());
  if (same == outcomes.end())
    outcomes.push_back(outcome);
  return places_[number] = place;
}

void EndpointRecorder::add(double time_s, double elapsed_s, const std::vector<k6::WatchedRequest>& requests)
{
  for (const k6::WatchedRequest& request : requests) {
    const Place place = place_of(request.tags, request.failed);
    Endpoint& endpoint = endpoints_[place.endpoint];
    ++endpoint.series.outcomes[place.outcome].requests;
    endpoint.newest_failed += request.failed ? 1 : 0;
    endpoint.newest_ms.push_back(request.duration_ms);
    endpoint.all_ms.add(request.duration_ms);
  }
  for (Endpoint& each : endpoints_) {
    if (each.newest_ms.empty())
      continue;
    const auto count = static_cast<double>(each.newest_ms.size());
    each.series.requests += each.newest_ms.size();
    each.series.failed += each.newest_failed;
    if (elapsed_s > 0) {
      SeriesPoint figures;
      const double mean_ms = std::accumulate(each.newest_ms.begin(), each.newest_ms.end(), 0.0) / count;
      describe_latencies(figures, each.newest_ms);
      each.series.points.push_back({.time_s = time_s,
                                    .requests_per_s = count / elapsed_s,
                                    .failures_per_s = static_cast<double>(each.newest_failed) / elapsed_s,
                                    .mean_ms = mean_ms,
                                    .p50_ms = figures.p50_ms,
                                    .p95_ms = figures.p95_ms,
                                    .p99_ms = figures.p99_ms,
                                    .max_ms = figures.max_ms,
                                    .latencies = std::move(figures.latencies)});
    }
    each.newest_ms.clear();
    each.newest_failed = 0;
  }
}

std::vector<std::pair<std::string, double>> statistics_of(const k6::Trend& durations_ms)
{
  std::vector<std::pair<std::string, double>> statistics;
  for (const char* name : {"avg", "min", "med", "p(90)", "p(95)", "p(99)", "max"})
    statistics.emplace_back(name, durations_ms.statistic(name));
  return statistics;
}

std::vector<EndpointSeries> EndpointRecorder::take()
{
  std::vector<EndpointSeries> all;
  for (Endpoint& each : endpoints_) {
    each.series.durations_ms = statistics_of(each.all_ms);
    all.push_back(std::move(each.series));
  }
  std::ranges::stable_sort(all, std::greater{}, &EndpointSeries::requests);
  return all;
}

} // namespace onsale::run
