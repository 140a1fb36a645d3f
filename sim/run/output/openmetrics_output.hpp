/// `--out openmetrics=FILE`: the series that a Prometheus would hold had it been fed by k6 and by the server.
#pragma once

#include "model/k6/metric/sample_sink.hpp"
#include "model/k6/output/output_file.hpp"
#include "model/k6/output/sample_time.hpp"
#include "sim/run/output/openmetrics_text.hpp"
#include "sim/run/simulate.hpp"

#include <map>
#include <string>
#include <utility>

namespace onsale::run {

/// k6's side as its Prometheus remote write output names and adds it up (K6_PROMETHEUS_RW_TREND_STATS=avg,min,med,max,
/// p(90),p(95),p(99)): each series since the start of the test, every five seconds; times in seconds.
///
///   counter  k6_http_reqs_total        rate   k6_checks_rate
///   gauge    k6_vus                    trend  k6_http_req_duration_p95
///
/// The server's side (server_gauges.hpp) has Micrometer's names.
class OpenMetricsOutput final : public k6::SampleSink {
public:
  /// @throws k6::OutputError
  explicit OpenMetricsOutput(std::string path, k6::Instant start = k6::default_start)
      : file_(std::move(path)), start_(start)
  {
  }

  void sample(const k6::Metric& metric, k6::TagSetId tags_id, const k6::TagSet& tags, double time_s,
              double value) override;
  /// Adds the series of the server. Call before close().
  void add_server(const Scenario& scenario, const RunResult& result);
  void close() override;

private:
  struct Watched {
    std::string name; ///< `k6_http_req_duration`
    std::string labels;
    k6::MetricKind kind = k6::MetricKind::trend;
    double unit = 1; ///< of its values, in those of Prometheus
    k6::Sink sink;
  };

  void push(double time_s);

  k6::OutputFile file_;
  k6::Instant start_;
  OpenMetricsText text_;
  std::map<std::pair<std::string, k6::TagSetId>, Watched> watched_; // by metric and tags
  double next_push_s_ = 5;
  double last_s_ = 0;
};

/// A simulated instant as Prometheus has it: seconds since 1970, of the start of the test and what follows.
double unix_seconds(k6::Instant start, double time_s);

} // namespace onsale::run
