#include "calibration/fit/cpu_series.hpp"
#include "calibration/k6/usage_reader.hpp"

#include <gtest/gtest.h>

namespace onsale::fit {
namespace {

double used(const std::string& process, std::string_view text)
{
  calibration::Input input("usage", text);
  return cpu_seconds(calibration::read_usage(input), process);
}

/// Two scrapes of /actuator/prometheus, ten minutes apart, as `curl` has them: without timestamps.
constexpr std::string_view micrometer = "# TYPE process_uptime_seconds gauge\n"
                                        "process_uptime_seconds 100.5\n"
                                        "# TYPE process_cpu_time_ns_total counter\n"
                                        "process_cpu_time_ns_total 2.0E10\n"
                                        "process_cpu_usage 0.25\n"
                                        "system_cpu_count 4.0\n"
                                        "# TYPE process_uptime_seconds gauge\n"
                                        "process_uptime_seconds 700.5\n"
                                        "# TYPE process_cpu_time_ns_total counter\n"
                                        "process_cpu_time_ns_total 9.5E10\n"
                                        "process_cpu_usage 0.25\n"
                                        "system_cpu_count 4.0\n";

} // namespace

TEST(CpuSeries, OfMicrometerTwoPlainScrapesTellTheDifference)
{
  EXPECT_NEAR(used("server", micrometer), 75, 1e-9);
  EXPECT_EQ(used("mysql", micrometer), 0);
}

// 25 % of 4 cores over 600 s, where the counter is missing.
TEST(CpuSeries, OfMicrometerAShareOfTheCoresDoes)
{
  EXPECT_NEAR(used("server", "process_uptime_seconds 0\nprocess_cpu_usage 0.25\nsystem_cpu_count 4\n"
                             "process_uptime_seconds 600\nprocess_cpu_usage 0.25\nsystem_cpu_count 4\n"),
              600, 1e-9);
}

TEST(CpuSeries, OfOpenTelemetryStatesAddUp)
{
  EXPECT_NEAR(used("server", "process_cpu_time_seconds_total{state=\"user\",job=\"shop\"} 10 1000\n"
                             "process_cpu_time_seconds_total{state=\"system\",job=\"shop\"} 1 1000\n"
                             "process_cpu_time_seconds_total{state=\"user\",job=\"shop\"} 30 61000\n"
                             "process_cpu_time_seconds_total{state=\"system\",job=\"shop\"} 4 61000\n"),
              23, 1e-9);
}

TEST(CpuSeries, AnExportersOwnTimeIsNotTheServers)
{
  const char* text = "process_cpu_seconds_total{job=\"redis-exporter\"} 1 1000\n"
                     "redis_cpu_user_seconds_total{job=\"redis-exporter\"} 5 1000\n"
                     "process_cpu_seconds_total{job=\"redis-exporter\"} 2 2000\n"
                     "redis_cpu_user_seconds_total{job=\"redis-exporter\"} 9 2000\n";
  EXPECT_EQ(used("server", text), 0);
  EXPECT_EQ(used("redis", text), 4);
}

TEST(CpuSeries, ContainersAreToldByTheirNames)
{
  const char* text = "container_cpu_usage_seconds_total{name=\"shop-mysql-1\"} 1 1000\n"
                     "container_cpu_usage_seconds_total{name=\"shop-app-1\"} 10 1000\n"
                     "container_cpu_usage_seconds_total{name=\"shop-mysql-1\"} 3 2000\n"
                     "container_cpu_usage_seconds_total{name=\"shop-app-1\"} 17 2000\n";
  EXPECT_EQ(used("mysql", text), 2);
  EXPECT_EQ(used("server", text), 7);
}

} // namespace onsale::fit
