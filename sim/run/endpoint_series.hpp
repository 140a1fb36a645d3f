/// What k6 saw of the requests of each name, second by second and in all: endpoints.csv, endpoint_timeseries.csv,
/// outcomes.csv.
#pragma once

#include "model/k6/metric/metrics.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace onsale::run {

/// Requests of one name that ended in one interval.
struct EndpointPoint {
  double time_s = 0; ///< end of the interval
  double requests_per_s = 0;
  double failures_per_s = 0;
  double mean_ms = 0; ///< of http_req_duration, as are the others
  double p50_ms = 0;
  double p95_ms = 0;
  double p99_ms = 0;
  double max_ms = 0;
  std::vector<std::uint32_t> latencies = {}; ///< requests by latency_class()
};

/// How requests ended, under k6's tags.
struct RequestOutcome {
  std::string status; ///< `200`; `0` without an answer
  std::string error;  ///< `dial: i/o timeout`; empty with an answer
  bool failed = false;
  std::uint64_t requests = 0;
};

struct EndpointSeries {
  std::string name;                     ///< k6's tag `name`
  std::vector<EndpointPoint> points;    ///< of intervals in which requests ended
  std::vector<RequestOutcome> outcomes; ///< in the order in which they were first seen
  std::uint64_t requests = 0;
  std::uint64_t failed = 0;
  std::vector<std::pair<std::string, double>> durations_ms; ///< statistics of the whole run by k6's names
};

/// avg, min, med, p(90), p(95), p(99), max: the columns of endpoints.csv.
std::vector<std::pair<std::string, double>> statistics_of(const k6::Trend& durations_ms);

/// Takes the requests that ended since it was last asked.
class EndpointRecorder {
public:
  /// So many names are told apart; a script that puts numbers into its URLs has no end of them.
  static constexpr std::size_t most_names = 100;

  /// @param metrics  must outlive it
  explicit EndpointRecorder(k6::Metrics& metrics) : metrics_(metrics) {}

  /// @param elapsed_s  0: the requests count, but the interval gets no point
  void add(double time_s, double elapsed_s, const std::vector<k6::WatchedRequest>& requests);
  /// By the number of their requests, most first. To be called once, at the end.
  std::vector<EndpointSeries> take();

private:
  struct Endpoint {
    EndpointSeries series;
    k6::Trend all_ms;
    std::vector<double> newest_ms; // of this interval
    std::uint64_t newest_failed = 0;
  };
  struct Place {
    std::size_t endpoint = 0;
    std::size_t outcome = 0;
    bool known = false;
  };

  Place place_of(k6::TagSetId tags, bool failed);
  std::size_t endpoint_of(const std::string& name);

  k6::Metrics& metrics_;
  std::vector<Endpoint> endpoints_;
  std::vector<Place> places_; // [tag sets]
};

} // namespace onsale::run
