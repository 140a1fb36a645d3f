/// Which series of a resource usage file count the CPU time of a process of the modelled system.
#pragma once

#include "calibration/k6/usage_series.hpp"

#include <string>

namespace onsale::fit {

/// CPU seconds that a process used between the first row and the last.
///
///   server   Micrometer: process_cpu_time_ns_total, else process_cpu_usage x system_cpu_count
///            OpenTelemetry: jvm_cpu_time_seconds_total, process_cpu_time_seconds_total,
///                           else jvm_cpu_recent_utilization_ratio x jvm_cpu_count
///            the Java client of Prometheus: process_cpu_seconds_total
///   redis    redis_exporter: redis_cpu_user_seconds_total and redis_cpu_sys_seconds_total
///   any      process-exporter and cAdvisor, by the name in their labels; the samplers' own columns: cpu_java_s,
///            cpu_mysqld_s, cpu_mariadbd_s, cpu_redis_s, cpu_k6_s, cpu_server_s, cpu_mysql_s
///
/// Names may lack `_total` and units, as they do in some versions, and may carry labels.
/// @param process  server, mysql, redis or k6
double cpu_seconds(const calibration::UsageSeries& series, const std::string& process);

} // namespace onsale::fit
