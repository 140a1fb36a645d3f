#include "plots/facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <regex>
#include <string_view>

namespace onsale::plots {

std::optional<Slo> slo_of(const std::string& expression)
{
  static const std::regex upper_bound(R"(\s*(p\([0-9.]+\)|avg|med|max)\s*<=?\s*([0-9.]+)\s*)");
  std::smatch match;
  if (not std::regex_match(expression, match, upper_bound))
    return std::nullopt;
  return Slo{std::stod(match[2]), fmt::format("{} below {}", match[1].str(), duration_text(std::stod(match[2])))};
}

std::optional<Slo> slo_of(const nlohmann::ordered_json& summary)
{
  for (const Threshold& each : thresholds(summary))
    if (each.metric == "http_req_duration")
      if (auto slo = slo_of(each.expression))
        return slo;
  return std::nullopt;
}

std::vector<Filled> filled(const Table& failures)
{
  const std::size_t cause = failures.column("cause");
  const std::size_t resource = failures.column("resource");
  const std::size_t evidence = failures.column("evidence");
  std::vector<Filled> found;
  for (std::size_t row = 0; row < failures.size(); ++row)
    if (failures.text(row, cause) == "saturated")
      found.push_back({failures.text(row, resource), failures.number(row, failures.column("time_s")),
                       failures.number(row, failures.column("vus")),
                       failures.number(row, failures.column("requests_per_s")), failures.text(row, evidence)});
  return found;
}

std::vector<Threshold> thresholds(const nlohmann::ordered_json& summary)
{
  std::vector<Threshold> found;
  const auto metrics = summary.value("metrics", nlohmann::ordered_json::object());
  for (const auto& [metric, figures] : metrics.items()) {
    const auto of_metric = figures.value("thresholds", nlohmann::ordered_json::object());
    for (const auto& [expression, crossed] : of_metric.items())
      found.push_back({metric, expression, crossed.is_boolean() && crossed.get<bool>()});
  }
  return found;
}

std::optional<double> figure(const nlohmann::ordered_json& summary, const std::string& metric, const std::string& name)
{
  const auto metrics = summary.find("metrics");
  if (metrics == summary.end() || not metrics->contains(metric) || not metrics->at(metric).contains(name) ||
      not metrics->at(metric).at(name).is_number())
    return std::nullopt;
  return metrics->at(metric).at(name).get<double>();
}

std::string part_text(const std::string& column)
{
  static const std::map<std::string_view, std::string_view> words = {{"client_ms", "k6 itself"},
                                                                     {"connect_ms", "connecting"},
                                                                     {"network_ms", "network"},
                                                                     {"accept_ms", "wait: accept"},
                                                                     {"worker_ms", "wait: worker thread"},
                                                                     {"cpu_wait_ms", "wait: CPU"},
                                                                     {"cpu_ms", "CPU work"},
                                                                     {"gc_ms", "GC pause"},
                                                                     {"throttled_ms", "wait: CPU limit"},
                                                                     {"redis_ms", "Redis and its waits"},
                                                                     {"pool_ms", "wait: connection"},
                                                                     {"lock_ms", "wait: lock"},
                                                                     {"query_ms", "queries and their waits"},
                                                                     {"io_ms", "disk and its wait"},
                                                                     {"commit_ms", "commit and its wait"},
                                                                     {"front_ms", "proxy in front and its waits"},
                                                                     {"broker_ms", "sending to the broker"},
                                                                     {"delay_ms", "wait: others"}};
  const auto found = words.find(column);
  return found == words.end() ? column : std::string(found->second);
}

std::string duration_text(double ms)
{
  if (ms >= 1000)
    return fmt::format("{:.3g} s", ms / 1000);
  return ms >= 1 || ms == 0 ? fmt::format("{:.3g} ms", ms) : fmt::format("{:.3g} µs", 1000 * ms);
}

std::string count_text(double count)
{
  const std::string digits = fmt::format("{:.0f}", std::abs(count));
  std::string text(count < 0 ? 1 : 0, '-');
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0)
      text += ',';
    text += digits[i];
  }
  return text;
}

std::size_t rows_of_setup(const std::vector<double>& vus)
{
  const auto first_users = std::find_if(vus.begin(), vus.end(), [](double users) { return users > 0; });
  const auto rows = static_cast<std::size_t>(first_users - vus.begin());
  return rows == 0 ? 0 : rows + 1;
}

std::string shortened(std::string_view text, std::size_t most)
{
  const auto begins_letter = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; };
  std::size_t letters = 0;
  std::size_t end = 0; // of the text in front of the dots
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (not begins_letter(text[at]))
      continue;
    if (letters + 1 == most)
      end = at;
    if (++letters > most)
      return std::string(text.substr(0, end)) + "…";
  }
  return std::string(text);
}

} // namespace onsale::plots
