/// The server's side of a simulated run as Spring Boot's actuator would have shown it, under Micrometer's names.
#pragma once

#include "model/k6/output/sample_time.hpp"
#include "sim/run/output/openmetrics_text.hpp"
#include "sim/run/simulate.hpp"

namespace onsale::run {

/// Each second: HikariCP, Tomcat, CPU, heap and collections of each process of the application (label `instance`). What
/// Micrometer samples at an instant and a simulation can tell as a mean over the second (busy threads, active
/// connections, CPU) is that mean.
void add_server_gauges(OpenMetricsText& text, const Scenario& scenario, const RunResult& result, k6::Instant start);

} // namespace onsale::run
