#pragma once

#include "model/k6/metric/metrics_sink.hpp"
#include "model/k6/metric/tags.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::k6 {

class SampleSink;

/// A metric by number. The built-in ones have names here, the custom ones follow in the order of their registration.
/// The first nine are the samples of one HTTP request, in the order in which k6 emits them.
enum class MetricId : std::uint32_t {
  http_reqs,
  http_req_duration,
  http_req_blocked,
  http_req_connecting,
  http_req_tls_handshaking,
  http_req_sending,
  http_req_waiting,
  http_req_receiving,
  http_req_failed,
  checks,
  data_sent,
  data_received,
  group_duration,
  iteration_duration,
  iterations,
  dropped_iterations,
  vus,
  vus_max,
  first_custom
};

/// One finished HTTP request: what its nine samples are made of.
struct HttpSample {
  double end_s = 0; ///< end of the request, seconds since the start of the test: the time of all nine samples
  double blocked_ms = 0;
  double connecting_ms = 0;
  double tls_handshaking_ms = 0;
  double sending_ms = 0;
  double waiting_ms = 0;
  double receiving_ms = 0;
  bool judged = true; ///< else there is no sample of http_req_failed
  bool failed = false;

  /// Whole nanoseconds, as its parts are.
  [[nodiscard]] double duration_ms() const { return std::round((sending_ms + waiting_ms + receiving_ms) * 1e6) / 1e6; }
};

/// What is handed on of each HTTP request: Metrics::watch_requests().
struct WatchedRequest {
  double duration_ms = 0;
  TagSetId tags{};
  bool failed = false;
};

struct Submetric {
  std::string name;   ///< as the user wrote it: `http_req_duration{name:token}`
  std::string suffix; ///< what stands between the braces
  TagSet filter;
  std::size_t sink = 0; ///< number for Metrics::sink()
};

struct ThresholdNote {
  std::string expression;
  bool abort_on_fail = false;
  double delay_abort_eval_s = 0;
};

struct Metric {
  std::string name;
  MetricKind kind = MetricKind::trend;
  MetricContent content = MetricContent::number;
  std::size_t sink = 0;
  std::vector<Submetric> submetrics;
  std::vector<ThresholdNote> thresholds; ///< on the metric itself, for the JSON output
};

/// Where a metric or one of its sub-metrics is.
struct SeriesRef {
  MetricId metric{};
  std::optional<std::size_t> submetric;

  friend bool operator==(const SeriesRef&, const SeriesRef&) = default;
};

/// The metrics of one (scenario, group) of a full summary, without sub-metrics.
struct MetricSection {
  struct Entry {
    MetricId metric{};
    std::string check; ///< for the `checks` metric: one entry without name for all, one for each check
    std::size_t sink = 0;
  };
  std::string scenario;
  std::string group; ///< path as in the tag, `::checkout::pay`; empty for the scenario as a whole
  std::vector<Entry> entries;
};

/// k6's metrics: takes samples, keeps what summary and thresholds need, passes each sample on to the outputs. Metrics,
/// sub-metrics and outputs are declared first; the first sample closes the declaration.
class Metrics {
public:
  struct Options {
    /// Also keep every metric for each scenario and group, as a full summary shows them (costs about twice the memory).
    bool sections = false;
  };

  Metrics() : Metrics(Options{}) {}
  explicit Metrics(Options options);

  /// A custom metric. The same name with the same type again is the same metric.
  /// @throws std::invalid_argument for a name that k6 refuses or that has another type already
  MetricId register_metric(std::string_view name, MetricKind kind, MetricContent content = MetricContent::number);

  /// @param key  metric name, or `metric{tag:value,...}`, which declares the sub-metric if it is new
  /// @throws std::invalid_argument naming the fault of the key
  SeriesRef series(std::string_view key);

  /// Adds an output, which must outlive the metrics.
  void add_output(SampleSink& output);

  [[nodiscard]] TagTable& tags() { return tags_; }

  /// One sample. Cheap once its tag set has been seen: no hashing, no allocation but the growth of trends.
  /// @param time_s  seconds since the start of the test
  void add(MetricId metric, TagSetId tags, double time_s, double value);

  /// The nine samples of one HTTP request.
  void add_http(const HttpSample& sample, TagSetId tags);

  [[nodiscard]] std::span<const Metric> metrics() const { return metrics_; }
  [[nodiscard]] Metric& operator[](MetricId id) { return metrics_[static_cast<std::size_t>(id)]; }
  [[nodiscard]] const Metric& operator[](MetricId id) const { return metrics_[static_cast<std::size_t>(id)]; }
  /// Every later HTTP request is appended to `newest` too, which must outlive the last of them; who reads it empties
  /// it.
  void watch_requests(std::vector<WatchedRequest>& newest) { newest_ = &newest; }
  [[nodiscard]] const Sink& sink(std::size_t number) const { return sinks_[number]; }
  [[nodiscard]] const Sink& sink(SeriesRef series) const;
  [[nodiscard]] std::span<const MetricSection> sections() const { return sections_; }

private:
  /// Which sinks the samples of one metric with one tag set go to: a stretch of route_sinks_.
  struct Route {
    std::uint32_t begin = 0;
    std::uint32_t size = 0; ///< 0: not found out yet
  };

  Metric& declare(std::string_view name, MetricKind kind, MetricContent content);
  std::size_t new_sink(MetricKind kind);
  void must_be_open(std::string_view what) const;
  /// The routes of all metrics for one tag set.
  Route* routes_of(TagSetId tags)
  {
    const auto begin = static_cast<std::size_t>(tags) * metrics_.size();
    if (begin >= routes_.size())
      routes_.resize(tags_.size() * metrics_.size());
    return &routes_[begin];
  }
  Route find_route(std::size_t metric, TagSetId tags);
  void feed_sections(std::size_t metric, const TagSet& tags);
  void feed_section(std::string_view scenario, std::string_view group, std::size_t metric, std::string_view check);

  Options options_;
  TagTable tags_;
  std::vector<Metric> metrics_;
  std::deque<Sink> sinks_;
  std::vector<MetricSection> sections_;
  std::vector<SampleSink*> outputs_;
  std::vector<Route> routes_; ///< [tag set x metric]
  std::vector<Sink*> route_sinks_;
  std::vector<WatchedRequest>* newest_ = nullptr;
};

} // namespace onsale::k6
