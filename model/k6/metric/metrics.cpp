#include "model/k6/metric/metrics.hpp"

#include "model/config/wording.hpp"
#include "model/k6/metric/metrics_key.hpp"
#include "model/k6/metric/sample_sink.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace onsale::k6 {

namespace {

constexpr std::size_t http_metrics = 9;

struct Builtin {
  MetricId id;
  const char* name;
  MetricKind kind;
  MetricContent content;
};

constexpr auto counter = MetricKind::counter;
constexpr auto gauge = MetricKind::gauge;
constexpr auto rate = MetricKind::rate;
constexpr auto trend = MetricKind::trend;
constexpr auto number = MetricContent::number;
constexpr auto time = MetricContent::time;
constexpr auto data = MetricContent::data;

constexpr std::array<Builtin, static_cast<std::size_t>(MetricId::first_custom)> builtins{{
    {MetricId::http_reqs, "http_reqs", counter, number},
    {MetricId::http_req_duration, "http_req_duration", trend, time},
    {MetricId::http_req_blocked, "http_req_blocked", trend, time},
    {MetricId::http_req_connecting, "http_req_connecting", trend, time},
    {MetricId::http_req_tls_handshaking, "http_req_tls_handshaking", trend, time},
    {MetricId::http_req_sending, "http_req_sending", trend, time},
    {MetricId::http_req_waiting, "http_req_waiting", trend, time},
    {MetricId::http_req_receiving, "http_req_receiving", trend, time},
    {MetricId::http_req_failed, "http_req_failed", rate, number},
    {MetricId::checks, "checks", rate, number},
    {MetricId::data_sent, "data_sent", counter, data},
    {MetricId::data_received, "data_received", counter, data},
    {MetricId::group_duration, "group_duration", trend, time},
    {MetricId::iteration_duration, "iteration_duration", trend, time},
    {MetricId::iterations, "iterations", counter, number},
    {MetricId::dropped_iterations, "dropped_iterations", counter, number},
    {MetricId::vus, "vus", gauge, number},
    {MetricId::vus_max, "vus_max", gauge, number},
}};

std::string_view value_or_empty(const TagSet& tags, std::string_view name)
{
  const auto* const value = tags.find(name);
  return value == nullptr ? std::string_view{} : std::string_view{*value};
}

} // namespace

Metrics::Metrics(Options options) : options_(options)
{
  for (const auto& builtin : builtins)
    declare(builtin.name, builtin.kind, builtin.content);
  series("http_req_duration{expected_response:true}");
}

MetricId Metrics::register_metric(std::string_view name, MetricKind kind, MetricContent content)
{
  if (not is_metric_name(name))
    throw std::invalid_argument(fmt::format(
        "metric '{}': a name has up to 128 letters, digits or underscores and does not begin with a digit", name));
  for (std::size_t i = 0; i < metrics_.size(); ++i) {
    const auto& metric = metrics_[i];
    if (metric.name != name)
      continue;
    if (metric.kind != kind || metric.content != content)
      throw std::invalid_argument(fmt::format("metric '{}' exists already as a {} of {} values, not a {} of {} values",
                                              name, name_of(metric.kind), name_of(metric.content), name_of(kind),
                                              name_of(content)));
    return static_cast<MetricId>(i);
  }
  must_be_open("a metric");
  declare(name, kind, content);
  return static_cast<MetricId>(metrics_.size() - 1);
}

SeriesRef Metrics::series(std::string_view key)
{
  auto parsed = parse_metric_key(key);
  const auto found = std::find_if(metrics_.begin(), metrics_.end(),
                                  [&](const Metric& metric) { return metric.name == parsed.metric; });
  if (found == metrics_.end()) {
    std::vector<std::string> names;
    for (const auto& metric : metrics_)
      names.push_back(metric.name);
    throw std::invalid_argument(
        fmt::format("no metric name \"{}\" found{}", parsed.metric, config::suggestion(parsed.metric, names)));
  }
  const auto id = static_cast<MetricId>(found - metrics_.begin());
  if (parsed.filter.empty())
    return {id, {}};
  auto& submetrics = found->submetrics;
  for (std::size_t i = 0; i < submetrics.size(); ++i)
    if (submetrics[i].filter == parsed.filter)
      return {id, i};
  must_be_open("a sub-metric");
  submetrics.push_back({fmt::format("{}{{{}}}", found->name, parsed.suffix), parsed.suffix, std::move(parsed.filter),
                        new_sink(found->kind)});
  return {id, submetrics.size() - 1};
}

void Metrics::add_output(SampleSink& output)
{
  must_be_open("an output");
  outputs_.push_back(&output);
}

void Metrics::add(MetricId metric, TagSetId tags, double time_s, double value)
{
  const auto index = static_cast<std::size_t>(metric);
  auto& route = routes_of(tags)[index];
  if (route.size == 0)
    route = find_route(index, tags);
  for (std::uint32_t i = 0; i < route.size; ++i)
    route_sinks_[route.begin + i]->add(value);
  for (auto* const output : outputs_)
    output->sample(metrics_[index], tags, tags_[tags], time_s, value);
}

void Metrics::add_http(const HttpSample& sample, TagSetId tags)
{
  const std::array<double, http_metrics> values{1,
                                                sample.duration_ms(),
                                                sample.blocked_ms,
                                                sample.connecting_ms,
                                                sample.tls_handshaking_ms,
                                                sample.sending_ms,
                                                sample.waiting_ms,
                                                sample.receiving_ms,
                                                sample.failed ? 1.0 : 0.0};
  const auto emitted = sample.judged ? http_metrics : http_metrics - 1; // http_req_failed is the last
  auto* const routes = routes_of(tags);
  for (std::size_t metric = 0; metric < emitted; ++metric) {
    auto& route = routes[metric];
    if (route.size == 0)
      route = find_route(metric, tags);
    for (std::uint32_t i = 0; i < route.size; ++i)
      route_sinks_[route.begin + i]->add(values[metric]);
  }
  if (newest_ != nullptr)
    newest_->push_back({.duration_ms = values[1], .tags = tags, .failed = sample.failed});
  for (auto* const output : outputs_)
    for (std::size_t metric = 0; metric < emitted; ++metric)
      output->sample(metrics_[metric], tags, tags_[tags], sample.end_s, values[metric]);
}

const Sink& Metrics::sink(SeriesRef series) const
{
  const auto& metric = (*this)[series.metric];
  return sinks_[series.submetric ? metric.submetrics[*series.submetric].sink : metric.sink];
}

Metric& Metrics::declare(std::string_view name, MetricKind kind, MetricContent content)
{
  return metrics_.emplace_back(Metric{std::string(name), kind, content, new_sink(kind), {}, {}});
}

std::size_t Metrics::new_sink(MetricKind kind)
{
  sinks_.emplace_back(kind);
  return sinks_.size() - 1;
}

void Metrics::must_be_open(std::string_view what) const
{
  if (not routes_.empty())
    throw std::logic_error(fmt::format("{} cannot be added after the first sample", what));
}

Metrics::Route Metrics::find_route(std::size_t metric, TagSetId tags)
{
  const auto begin = route_sinks_.size();
  route_sinks_.push_back(&sinks_[metrics_[metric].sink]);
  for (const auto& submetric : metrics_[metric].submetrics)
    if (tags_[tags].contains(submetric.filter))
      route_sinks_.push_back(&sinks_[submetric.sink]);
  if (options_.sections)
    feed_sections(metric, tags_[tags]);
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(route_sinks_.size() - begin)};
}

void Metrics::feed_sections(std::size_t metric, const TagSet& tags)
{
  const auto scenario = value_or_empty(tags, "scenario");
  if (scenario.empty())
    return; // samples of the run itself (vus) belong to no scenario
  const auto group = value_or_empty(tags, "group");
  const auto check = value_or_empty(tags, "check");
  feed_section(scenario, {}, metric, check);
  // A sample of ::a::b counts for the groups ::a and ::a::b.
  for (std::size_t end = group.find("::", 1); not group.empty(); end = group.find("::", end + 1)) {
    feed_section(scenario, group.substr(0, end), metric, check);
    if (end == std::string_view::npos)
      break;
  }
}

void Metrics::feed_section(std::string_view scenario, std::string_view group, std::size_t metric,
                           std::string_view check)
{
  auto section = std::find_if(sections_.begin(), sections_.end(), [&](const MetricSection& candidate) {
    return candidate.scenario == scenario && candidate.group == group;
  });
  if (section == sections_.end())
    section = sections_.insert(section, {std::string(scenario), std::string(group), {}});
  const auto feed = [&](std::string_view check_name) {
    const auto id = static_cast<MetricId>(metric);
    auto entry = std::find_if(section->entries.begin(), section->entries.end(),
                              [&](const auto& it) { return it.metric == id && it.check == check_name; });
    if (entry == section->entries.end())
      entry = section->entries.insert(entry, {id, std::string(check_name), new_sink(metrics_[metric].kind)});
    route_sinks_.push_back(&sinks_[entry->sink]);
  };
  feed({});
  if (not check.empty())
    feed(check);
}

} // namespace onsale::k6
