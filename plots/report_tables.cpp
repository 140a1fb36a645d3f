#include "plots/report_tables.hpp"

#include "plots/facts.hpp"
#include "plots/html.hpp"
#include "plots/thinning.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <string_view>

namespace onsale::plots {
namespace {

constexpr std::size_t series_rows = 24;

using Rows = std::vector<std::vector<std::string>>;
using nlohmann::ordered_json;

std::string number_text(double value)
{
  return value == std::floor(value) && std::abs(value) < 1e15 ? count_text(value) : fmt::format("{:.4g}", value);
}

/// Causes that the server noted for failed requests of a name and status.
std::vector<std::string> causes_of(const Table& failures, const std::string& endpoint, const std::string& status)
{
  std::vector<std::string> causes;
  for (std::size_t row = 0; row < failures.size(); ++row)
    if (failures.text(row, failures.column("endpoint")) == endpoint &&
        failures.text(row, failures.column("status")) == status)
      causes.push_back(failures.text(row, failures.column("cause")));
  return causes;
}

bool is_builtin(std::string_view metric)
{
  constexpr std::array<std::string_view, 9> names = {"checks",         "data_received",      "data_sent",
                                                     "group_duration", "iterations",         "vus",
                                                     "vus_max",        "iteration_duration", "dropped_iterations"};
  return metric.starts_with("http_req") || std::ranges::find(names, metric.substr(0, metric.find('{'))) != names.end();
}

/// One metric of the summary in a line: name, then its figures in words.
std::vector<std::string> metric_row(const std::string& name, const ordered_json& values)
{
  const bool is_time =
      name.starts_with("http_req_") || name.starts_with("iteration_duration") || name.starts_with("group_duration");
  const bool is_data = name.starts_with("data_");
  std::vector<std::string> figures;
  for (const auto& [figure, value] : values.items()) {
    if (not value.is_number())
      continue;
    const double number = value.get<double>();
    const bool share = figure == "value" && values.contains("passes");
    const std::string text = share              ? fmt::format("{:.4g} %", 100 * number)
                             : is_data          ? bytes_text(number) + (figure == "rate" ? "/s" : "")
                             : figure == "rate" ? fmt::format("{:.4g}/s", number)
                             : is_time && not values.contains("passes") ? duration_text(number)
                                                                        : number_text(number);
    figures.push_back(share || figure == "count" ? text : fmt::format("{} {}", figure, text));
  }
  return {name, fmt::format("{}", fmt::join(figures, ", "))};
}

Rows metric_rows(const RunFiles& run, bool builtin)
{
  Rows rows;
  const auto metrics = run.summary.value("metrics", ordered_json::object());
  for (const auto& [name, values] : metrics.items())
    if (is_builtin(name) == builtin)
      rows.push_back(metric_row(name, values));
  return rows;
}

void add_checks(Rows& rows, const ordered_json& group)
{
  const auto checks = group.value("checks", ordered_json::object());
  for (const auto& [key, check] : checks.items()) {
    const double passes = check.value("passes", 0.0);
    const double fails = check.value("fails", 0.0);
    const std::string path = group.value("path", "");
    rows.push_back({check.value("name", key), path.empty() ? "" : path.substr(2), count_text(passes), count_text(fails),
                    fmt::format("{:.4g} %", passes + fails > 0 ? 100 * passes / (passes + fails) : 0)});
  }
  const auto groups = group.value("groups", ordered_json::object());
  for (const auto& [key, inner] : groups.items())
    add_checks(rows, inner);
}

} // namespace

std::string bytes_text(double bytes)
{
  constexpr std::array<const char*, 5> units = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  while (bytes >= 1000 && unit + 1 < units.size()) {
    bytes /= 1000;
    ++unit;
  }
  return fmt::format("{:.3g} {}", bytes, units[unit]);
}

std::string failures_text(const RunFiles& run, const std::string& endpoint)
{
  const Table& outcomes = run.outcomes;
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < outcomes.size(); ++row) {
    if (outcomes.text(row, outcomes.column("endpoint")) != endpoint ||
        outcomes.text(row, outcomes.column("failed")) != "1")
      continue;
    const std::string& status = outcomes.text(row, outcomes.column("status"));
    const std::string& error = outcomes.text(row, outcomes.column("error"));
    const auto causes = causes_of(run.failures, endpoint, status);
    texts.push_back(fmt::format("{} × {}{}", error.empty() ? status : error,
                                count_text(outcomes.number(row, outcomes.column("requests"))),
                                causes.empty() ? "" : fmt::format(" ({})", fmt::join(causes, ", "))));
  }
  return fmt::format("{}", fmt::join(texts, "; "));
}

std::string endpoints_table(const RunFiles& run)
{
  const Table& table = run.endpoints;
  constexpr std::array<const char*, 7> times = {"mean_ms", "min_ms", "p50_ms", "p90_ms", "p95_ms", "p99_ms", "max_ms"};
  const std::vector<std::string> heads = {"endpoint", "requests", "per second", "mean",
                                          "fastest",  "p50",      "p90",        "p95",
                                          "p99",      "slowest",  "failed",     "failures by cause"};
  std::string html = "<div class=\"wide\" tabindex=\"0\"><table class=\"cards endpoints\"><thead><tr>";
  for (const std::string& head : heads)
    html += fmt::format("<th scope=\"col\">{}</th>", escaped(head));
  html += "</tr></thead><tbody>\n";
  for (std::size_t row = 0; row < table.size(); ++row) {
    const std::string& name = table.text(row, table.column("endpoint"));
    const auto number = [&](const char* column) { return table.number(row, table.column(column)); };
    std::vector<std::string> cells = {count_text(number("requests")), fmt::format("{:.4g}", number("rate_per_s"))};
    for (const char* time : times)
      cells.push_back(duration_text(number(time)));
    cells.push_back(number("failed") > 0
                        ? fmt::format("{} ({:.3g} %)", count_text(number("failed")), 100 * number("failed_share"))
                        : "0");
    cells.push_back(row == 0 ? "" : failures_text(run, name));
    html += fmt::format("<tr data-endpoint=\"{}\"><th scope=\"row\">{}</th>", row == 0 ? "" : std::to_string(row - 1),
                        row == 0 ? "All requests" : escaped(name));
    for (std::size_t i = 0; i < cells.size(); ++i)
      html += fmt::format("<td data-label=\"{}\">{}</td>", escaped(heads[i + 1]), escaped(cells[i]));
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string checks_table(const RunFiles& run)
{
  Rows rows;
  add_checks(rows, run.summary.value("root_group", ordered_json::object()));
  return rows.empty() ? "" : html_table({"check", "group", "passed", "failed", "share"}, rows);
}

std::string custom_metrics_table(const RunFiles& run)
{
  const Rows rows = metric_rows(run, false);
  return rows.empty() ? "" : html_table({"metric", "figures"}, rows);
}

std::string metrics_table(const RunFiles& run)
{
  return html_table({"metric", "figures"}, metric_rows(run, true));
}

std::string blame_table(const RunFiles& run)
{
  constexpr double shown = 0.005;
  if (not run.blame)
    return {};
  const Table& blame = *run.blame;
  const auto ms = [&](std::size_t row, const char* name) { return blame.number(row, blame.column(name)); };
  std::map<std::string, double, std::less<>> all_ms; // [endpoint]
  for (std::size_t row = 0; row < blame.size(); ++row)
    all_ms[blame.text(row, blame.column("endpoint"))] += ms(row, "work_ms") + ms(row, "waiting_ms");
  Rows rows;
  for (std::size_t row = 0; row < blame.size(); ++row) {
    const std::string& endpoint = blame.text(row, blame.column("endpoint"));
    const double share = (ms(row, "work_ms") + ms(row, "waiting_ms")) / all_ms[endpoint];
    if (share >= shown)
      rows.push_back({endpoint, blame.text(row, blame.column("resource")), duration_text(ms(row, "work_ms")),
                      duration_text(ms(row, "waiting_ms")), fmt::format("{:.0f} %", 100 * share)});
  }
  return rows.empty()
             ? ""
             : "<h3>Whose time it is</h3>\n<p class=\"notes\">Of an average request. A wait for something that is "
               "only held, a connection or a thread, is charged to what its holders waited for.</p>\n" +
                   html_table({"endpoint", "resource", "work", "waiting", "of its time"}, rows);
}

std::string failures_table(const RunFiles& run)
{
  const Table& failures = run.failures;
  if (failures.size() == 0)
    return {};
  constexpr std::array<const char*, 6> columns = {"vus", "resource", "cause", "endpoint", "evidence", "log_line"};
  Rows rows;
  for (std::size_t row = 0; row < failures.size(); ++row) {
    rows.push_back({fmt::format("{:.4g}", failures.number(row, failures.column("time_s")))});
    for (const char* column : columns)
      rows.back().push_back(failures.text(row, failures.column(column)));
  }
  return html_cards({"time, s", "users", "resource", "cause", "endpoint", "evidence", "log line"}, rows);
}

std::string settings_table(const RunFiles& run)
{
  Rows rows;
  for (const auto& setting : run.manifest.value("settings", ordered_json::array()))
    rows.push_back({setting.value("name", ""), setting.value("value", ""), setting.value("origin", "")});
  return html_table({"setting", "value", "from"}, rows);
}

std::string hosts_table(const RunFiles& run)
{
  Rows rows;
  for (const auto& host : run.manifest.value("hosts", ordered_json::array()))
    rows.push_back({host.value("name", ""), fmt::format("{:.4g}", host.value("cores", 0.0)),
                    bytes_text(host.value("memory_bytes", 0.0)),
                    fmt::format("{}", fmt::join(host.value("processes", std::vector<std::string>{}), ", "))});
  return html_table({"host", "cores", "memory", "runs"}, rows);
}

std::string series_table(const RunFiles& run)
{
  const Table few = thinned(run.series, series_rows).series;
  Rows rows;
  for (std::size_t row = 0; row < few.size(); ++row) {
    const auto number = [&](const char* name) { return few.number(row, few.column(name)); };
    rows.push_back({fmt::format("{:.0f}", number("time_s")), count_text(number("vus")),
                    count_text(number("requests_per_s")), fmt::format("{:.3g}", number("failures_per_s")),
                    duration_text(number("p50_ms")), duration_text(number("p95_ms")), duration_text(number("max_ms"))});
  }
  return html_table({"until, s", "users", "requests/s", "failures/s", "p50", "p95", "slowest"}, rows);
}

} // namespace onsale::plots
