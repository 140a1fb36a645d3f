#include "calibration/fit/cpu_series.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace onsale::fit {
namespace {

using calibration::UsageKind;
using calibration::UsageSeries;

/// Series that add up to a process's CPU time.
struct Source {
  std::string_view process;
  std::vector<std::string_view> names; ///< without labels
  double seconds = 1;                  ///< of one unit
  std::string_view cores = "";         ///< a gauge of a share of them: the series that counts them
  bool by_label = false;               ///< the name of the process stands in a label
};

/// In order of preference: one process often tells the same in several ways.
const std::vector<Source>& sources()
{
  static const std::vector<Source> all = {
      {"server", {"cpu_java_s", "cpu_server_s"}},
      {"server", {"process_cpu_time_ns_total", "process_cpu_time_ns"}, 1e-9},
      {"server", {"jvm_cpu_time_seconds_total", "jvm_cpu_time_total", "jvm_cpu_time_s"}},
      {"server", {"process_cpu_time_seconds_total", "process_cpu_time_total", "process_cpu_time_s"}},
      {"server", {"process_cpu_seconds_total"}},
      {"server", {"process_cpu_usage"}, 1, "system_cpu_count"},
      {"server", {"jvm_cpu_recent_utilization_ratio", "jvm_cpu_recent_utilization"}, 1, "jvm_cpu_count"},
      {"mysql", {"cpu_mysqld_s", "cpu_mariadbd_s", "cpu_mysql_s"}},
      {"redis", {"cpu_redis_s"}},
      {"redis", {"redis_cpu_user_seconds_total", "redis_cpu_sys_seconds_total"}},
      {"k6", {"cpu_k6_s"}},
      {"", {"namedprocess_namegroup_cpu_seconds_total"}, 1, "", true},
      {"", {"container_cpu_usage_seconds_total"}, 1, "", true}};
  return all;
}

/// What people call the processes.
bool is_called(std::string_view labels, std::string_view process)
{
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> words = {{{"server", "java"},
                                                                                   {"server", "spring"},
                                                                                   {"server", "app"},
                                                                                   {"server", "server"},
                                                                                   {"mysql", "mysql"},
                                                                                   {"mysql", "mariadb"},
                                                                                   {"redis", "redis"},
                                                                                   {"redis", "valkey"},
                                                                                   {"k6", "k6"}}};
  const auto has = [&](std::string_view word) { return labels.find(word) != std::string_view::npos; };
  if (has("exporter"))
    return false;
  if (process == "server" && (has("mysql") || has("mariadb") || has("redis") || has("k6")))
    return false; // app-mysql-1 is no application
  return std::ranges::any_of(words, [&](const auto& each) { return each.first == process && has(each.second); });
}

/// An exporter's own process counts its CPU time under the same names.
bool is_of_an_exporter(std::string_view labels)
{
  for (const std::string_view word : {"exporter", "mysql", "redis", "node", "prometheus"})
    if (labels.find(word) != std::string_view::npos)
      return true;
  return false;
}

double rise(const UsageSeries& series, const UsageSeries::Column& column)
{
  const double from_s = series.time_s.front();
  const double to_s = series.time_s.back();
  return series.mean(column, from_s, to_s) * (to_s - from_s);
}

/// A level's integral: of a share of all cores, core-seconds once the number of cores is multiplied in.
double integral(const UsageSeries& series, const UsageSeries::Column& column)
{
  UsageSeries::Column level = column;
  level.kind = UsageKind::gauge;
  return rise(series, level);
}

double counted(const UsageSeries& series, const UsageSeries::Column& column)
{
  UsageSeries::Column total = column;
  total.kind = UsageKind::total;
  return rise(series, total);
}

std::optional<double> told_by(const Source& source, const UsageSeries& series, const std::string& process)
{
  double sum = 0;
  bool any = false;
  double cores = 0;
  for (const UsageSeries::Column& column : series.columns) {
    const std::string_view name = column.name;
    const std::string_view base = name.substr(0, name.find('{'));
    const std::string_view labels = name.substr(base.size());
    if (not source.cores.empty() && base == source.cores && not column.values.empty())
      cores = column.values.back();
    if (std::ranges::find(source.names, base) == source.names.end())
      continue;
    if (source.by_label ? not is_called(labels, process) : source.process == "server" && is_of_an_exporter(labels))
      continue;
    any = true;
    sum += source.cores.empty() ? counted(series, column) : integral(series, column);
  }
  if (not any)
    return std::nullopt;
  return sum * source.seconds * (source.cores.empty() ? 1 : cores);
}

} // namespace

double cpu_seconds(const UsageSeries& series, const std::string& process)
{
  if (series.time_s.size() < 2)
    return 0;
  for (const Source& source : sources())
    if (source.by_label || source.process == process)
      if (const auto used = told_by(source, series, process))
        return *used;
  return 0;
}

} // namespace onsale::fit
