#include "calibration/fit/usage.hpp"

#include "calibration/k6/input.hpp"

#include <array>
#include <utility>

namespace onsale::fit {
namespace {

constexpr double least_s = 0.5;

constexpr std::array<std::pair<const char*, const char*>, 7> processes = {{{"cpu_java_s", "cpu server"},
                                                                           {"cpu_server_s", "cpu server"},
                                                                           {"cpu_mysqld_s", "cpu mysql"},
                                                                           {"cpu_mariadbd_s", "cpu mysql"},
                                                                           {"cpu_mysql_s", "cpu mysql"},
                                                                           {"cpu_redis_s", "cpu redis"},
                                                                           {"cpu_k6_s", "cpu k6"}}};

double duration_s(const calibration::UsageSeries& series)
{
  return series.time_s.empty() ? 0 : series.time_s.back() - series.time_s.front();
}

double per_second(const calibration::UsageSeries& series, const char* column)
{
  const auto* found = series.find(column);
  return found == nullptr ? 0 : series.mean(*found, series.time_s.front(), series.time_s.back());
}

} // namespace

void add_cpu_seconds(const calibration::UsageSeries& series, const calibration::UsageSeries* idle, Values& values)
{
  if (series.time_s.size() < 2)
    return;
  for (const auto& [column, key] : processes) {
    double rate = per_second(series, column);
    if (idle != nullptr && idle->time_s.size() >= 2)
      rate -= per_second(*idle, column);
    if (const double used_s = rate * duration_s(series); used_s >= least_s)
      values[key] += used_s;
  }
}

calibration::UsageSeries read_usage(const std::filesystem::path& path)
{
  calibration::Input input(std::filesystem::is_directory(path) ? path / "server.csv" : path);
  return calibration::read_usage_csv(input);
}

} // namespace onsale::fit
