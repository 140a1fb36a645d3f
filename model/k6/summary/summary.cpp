#include "model/k6/summary/summary.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace onsale::k6 {

namespace {

std::vector<Summary::Value> values_of(const Sink& sink, MetricKind kind, double duration_s,
                                      const std::vector<std::string>& trend_stats)
{
  switch (kind) {
  case MetricKind::counter:
    return {{"count", sink.counter().sum}, {"rate", duration_s > 0 ? sink.counter().sum / duration_s : 0}};
  case MetricKind::gauge:
    return {{"value", sink.gauge().value}, {"min", sink.gauge().minimum}, {"max", sink.gauge().maximum}};
  case MetricKind::rate:
    return {{"rate", sink.share()},
            {"passes", static_cast<double>(sink.rate().nonzero)},
            {"fails", static_cast<double>(sink.count() - sink.rate().nonzero)}};
  case MetricKind::trend:
    break;
  }
  std::vector<Summary::Value> values;
  values.reserve(trend_stats.size());
  for (const auto& name : trend_stats)
    values.push_back({name, sink.trend().statistic(name)});
  return values;
}

/// Thresholds by the sub-metric or metric they stand on.
std::vector<Summary::Threshold> thresholds_of(const Thresholds& thresholds, const SeriesRef& series)
{
  std::vector<Summary::Threshold> result;
  for (const auto& verdict : thresholds.verdicts())
    if (verdict.series == series)
      result.push_back({verdict.expression, verdict.observed, verdict.ok});
  return result;
}

void sort_by_name(std::vector<Summary::Metric>& metrics)
{
  std::sort(metrics.begin(), metrics.end(), [](const auto& a, const auto& b) { return summary_order(a.name, b.name); });
}

std::vector<Summary::Metric> observed_metrics(const Metrics& metrics, const Thresholds& thresholds,
                                              const Summary& summary)
{
  std::vector<Summary::Metric> result;
  for (std::size_t m = 0; m < metrics.metrics().size(); ++m) {
    const auto& metric = metrics.metrics()[m];
    const auto first = result.size();
    const auto append = [&](const std::string& name, const SeriesRef& series, bool wanted) {
      auto judged = thresholds_of(thresholds, series);
      const auto& sink = metrics.sink(series);
      if (sink.count() == 0 && judged.empty() && not wanted)
        return;
      result.push_back({name, metric.kind, metric.content,
                        values_of(sink, metric.kind, summary.duration_s, summary.trend_stats), std::move(judged)});
    };
    for (std::size_t s = 0; s < metric.submetrics.size(); ++s)
      append(metric.submetrics[s].name, {static_cast<MetricId>(m), s}, false);
    // k6 shows the metric above a sub-metric that is shown, even without samples of its own.
    append(metric.name, {static_cast<MetricId>(m), {}}, result.size() > first);
  }
  sort_by_name(result);
  return result;
}

Summary::Group group_of(const Checks& checks, GroupId id)
{
  const auto& group = checks[id];
  Summary::Group result{group.name, group.path, {}, {}};
  for (const auto inner : group.groups)
    result.groups.push_back(group_of(checks, inner));
  for (const auto check : group.checks)
    result.checks.push_back({checks[check].name, checks[check].path, checks[check].passes, checks[check].fails});
  return result;
}

Summary::Section section_of(const Metrics& metrics, const MetricSection& section, const Summary& summary)
{
  const auto separator = section.group.rfind("::");
  Summary::Section result{section.group.empty() ? section.scenario : section.group.substr(separator + 2),
                          section.group.empty(),
                          {},
                          {},
                          {}};
  for (const auto& entry : section.entries) {
    const auto& metric = metrics[entry.metric];
    const auto& sink = metrics.sink(entry.sink);
    if (entry.check.empty())
      result.metrics.push_back({metric.name,
                                metric.kind,
                                metric.content,
                                values_of(sink, metric.kind, summary.duration_s, summary.trend_stats),
                                {}});
    else
      result.checks.push_back(
          {entry.check, section.group + "::" + entry.check, sink.rate().nonzero, sink.count() - sink.rate().nonzero});
  }
  sort_by_name(result.metrics);
  return result;
}

/// The scenario, then the names on the way to the group.
std::vector<std::string> way_to(const MetricSection& section)
{
  std::vector<std::string> way{section.scenario};
  for (std::size_t begin = 2; begin < section.group.size();) {
    const auto end = std::min(section.group.find("::", begin), section.group.size());
    way.push_back(section.group.substr(begin, end - begin));
    begin = end + 2;
  }
  return way;
}

std::vector<Summary::Section> sections_of(const Metrics& metrics, const Summary& summary)
{
  std::map<std::vector<std::string>, const MetricSection*> sorted;
  for (const auto& section : metrics.sections())
    sorted[way_to(section)] = &section;

  std::vector<Summary::Section> result;
  for (const auto& [way, section] : sorted) { // what is outside comes before what is inside it
    auto* list = &result;
    for (std::size_t depth = 1; depth < way.size(); ++depth)
      list = &list->back().groups;
    list->push_back(section_of(metrics, *section, summary));
  }
  // A test with the one scenario that k6 makes of plain options has no scenarios to tell apart: its groups stand alone.
  if (result.size() == 1 && result.front().name == "default")
    return std::move(result.front().groups);
  return result;
}

} // namespace

double Summary::Metric::value(std::string_view value_name) const
{
  const auto found =
      std::find_if(values.begin(), values.end(), [&](const Value& value) { return value.name == value_name; });
  return found == values.end() ? 0 : found->value;
}

Summary summarise(const Metrics& metrics, const Checks& checks, const Thresholds& thresholds, double duration_s,
                  std::vector<std::string> trend_stats)
{
  check_trend_stats(trend_stats);
  Summary summary;
  summary.duration_s = duration_s;
  summary.trend_stats = std::move(trend_stats);
  summary.root_group = group_of(checks, GroupId::root);
  summary.metrics = observed_metrics(metrics, thresholds, summary);
  summary.sections = sections_of(metrics, summary);
  return summary;
}

bool summary_order(std::string_view a, std::string_view b)
{
  const auto collated = [](std::string_view text) {
    // Case decides only between names that are otherwise equal, lower before upper.
    std::string letters;
    std::string cases;
    for (const char c : text) {
      const bool upper = c >= 'A' && c <= 'Z';
      const bool digit = c >= '0' && c <= '9';
      const bool letter = upper || (c >= 'a' && c <= 'z');
      letters += static_cast<char>(letter ? '3' : digit ? '2' : '1');
      letters += upper ? static_cast<char>(c - 'A' + 'a') : c;
      cases += upper ? '1' : '0';
    }
    return std::pair{letters, cases};
  };
  const auto key = [&](std::string_view name) {
    const auto brace = std::min(name.find('{'), name.size());
    return std::tuple{collated(name.substr(0, brace)), collated(name.substr(brace))};
  };
  return key(a) < key(b);
}

} // namespace onsale::k6
