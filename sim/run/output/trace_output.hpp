/// Traces of sampled requests in the forms that trace viewers open.
#pragma once

#include "model/k6/output/sample_time.hpp"
#include "model/system/flow/request_trace.hpp"
#include "sim/run/scenario.hpp"

#include <cstdint>
#include <string>

namespace onsale::run {

/// Chrome's trace event format, which Perfetto and chrome://tracing open: a row for each virtual user, on it a slice
/// for each request and inside it one for each part of its time, in their true order.
std::string chrome_trace(const Scenario& scenario, const system::RequestTraces& traces);

/// OTLP as JSON, which Jaeger and collectors take: a trace for each request, its parts as child spans. Times count from
/// `start`.
/// @param seed  of the run: traces of different runs have different ids
std::string otlp_trace(const Scenario& scenario, const system::RequestTraces& traces, std::uint64_t seed,
                       k6::Instant start = k6::default_start);

} // namespace onsale::run
