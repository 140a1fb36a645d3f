#include "model/k6/summary/summary_export.hpp"

#include "model/k6/metric/metric_format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::k6 {

namespace {

using Members = std::vector<std::pair<std::string, std::string>>;

/// A JSON object of values that are JSON already, indented by four.
std::string object(const Members& members)
{
  if (members.empty())
    return "{}";
  std::string text = "{";
  for (std::size_t i = 0; i < members.size(); ++i) {
    text += fmt::format("{}\n    {}: ", i == 0 ? "" : ",", json_string(members[i].first));
    for (const char c : members[i].second) {
      text += c;
      if (c == '\n')
        text += "    ";
    }
  }
  return text + "\n}";
}

std::string check_object(const Summary::Check& check)
{
  return object({{"name", json_string(check.name)},
                 {"path", json_string(check.path)},
                 {"id", json_string(path_id(check.path))},
                 {"passes", fmt::format("{}", check.passes)},
                 {"fails", fmt::format("{}", check.fails)}});
}

std::string group_object(const Summary::Group& group)
{
  Members groups;
  for (const auto& inner : group.groups)
    groups.emplace_back(inner.name, group_object(inner));
  Members checks;
  for (const auto& check : group.checks)
    checks.emplace_back(check.name, check_object(check));
  return object({{"name", json_string(group.name)},
                 {"path", json_string(group.path)},
                 {"id", json_string(path_id(group.path))},
                 {"groups", object(groups)},
                 {"checks", object(checks)}});
}

std::string metric_object(const Summary::Metric& metric)
{
  Members values;
  for (const auto& [name, value] : metric.values)
    values.emplace_back(metric.kind == MetricKind::rate && name == "rate" ? "value" : name, shortest(value));
  if (not metric.thresholds.empty()) {
    Members thresholds;
    for (const auto& threshold : metric.thresholds)
      thresholds.emplace_back(threshold.expression, threshold.ok ? "false" : "true");
    values.emplace_back("thresholds", object(thresholds));
  }
  std::sort(values.begin(), values.end());
  return object(values);
}

} // namespace

std::string summary_export(const Summary& summary)
{
  Members metrics;
  for (const auto& metric : summary.metrics)
    metrics.emplace_back(metric.name, metric_object(metric));
  std::sort(metrics.begin(), metrics.end());
  return object({{"root_group", group_object(summary.root_group)}, {"metrics", object(metrics)}});
}

std::string json_string(std::string_view text)
{
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      result += fmt::format("\\{}", c);
    else if (c == '\n')
      result += "\\n";
    else if (c == '\r')
      result += "\\r";
    else if (c == '\t')
      result += "\\t";
    else if (static_cast<unsigned char>(c) < 0x20)
      result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      result += c;
  }
  return result + "\"";
}

} // namespace onsale::k6
