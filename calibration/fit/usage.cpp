#include "calibration/fit/usage.hpp"

#include "calibration/fit/cpu_series.hpp"
#include "calibration/k6/usage_reader.hpp"

namespace onsale::fit {
namespace {

constexpr double least_s = 0.5;

double duration_s(const calibration::UsageSeries& series)
{
  return series.time_s.empty() ? 0 : series.time_s.back() - series.time_s.front();
}

} // namespace

void add_cpu_seconds(const calibration::UsageSeries& series, const calibration::UsageSeries* idle, Values& values)
{
  for (const char* process : {"server", "mysql", "redis", "k6"}) {
    double used_s = cpu_seconds(series, process);
    if (idle != nullptr && duration_s(*idle) > 0)
      used_s -= cpu_seconds(*idle, process) / duration_s(*idle) * duration_s(series);
    if (used_s >= least_s)
      values[std::string("cpu ") + process] += used_s;
  }
}

calibration::UsageSeries read_usage(const std::vector<std::filesystem::path>& paths)
{
  std::optional<calibration::UsageSeries> all;
  for (const auto& path : paths) {
    auto series = calibration::read_usage(std::filesystem::is_directory(path) ? path / "server.csv" : path);
    all = all ? calibration::joined(std::move(*all), series) : std::move(series);
  }
  return std::move(all).value();
}

} // namespace onsale::fit
