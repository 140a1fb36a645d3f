#include "sim/run/output/openmetrics_output.hpp"

#include "sim/run/output/server_gauges.hpp"

#include <array>

namespace onsale::run {
namespace {

constexpr double push_interval_s = 5; // K6_PROMETHEUS_RW_PUSH_INTERVAL
constexpr double s_per_ms = 1e-3;

struct TrendStatistic {
  const char* suffix;
  const char* name; ///< k6's
};
constexpr std::array<TrendStatistic, 7> trend_statistics = {{{"_avg", "avg"},
                                                             {"_min", "min"},
                                                             {"_med", "med"},
                                                             {"_max", "max"},
                                                             {"_p90", "p(90)"},
                                                             {"_p95", "p(95)"},
                                                             {"_p99", "p(99)"}}};

std::string labels_of(const k6::TagSet& tags)
{
  return OpenMetricsText::label_text({tags.tags().begin(), tags.tags().end()});
}

} // namespace

double unix_seconds(k6::Instant start, double time_s)
{
  return std::chrono::duration<double>(k6::instant_of(start, time_s).time_since_epoch()).count();
}

void OpenMetricsOutput::sample(const k6::Metric& metric, k6::TagSetId tags_id, const k6::TagSet& tags, double time_s,
                               double value)
{
  while (time_s > next_push_s_) {
    push(next_push_s_);
    next_push_s_ += push_interval_s;
  }
  last_s_ = time_s;
  const auto key = std::pair(metric.name, tags_id);
  auto found = watched_.find(key);
  if (found == watched_.end()) {
    const double unit = metric.content == k6::MetricContent::time ? s_per_ms : 1;
    found =
        watched_.emplace(key, Watched{"k6_" + metric.name, labels_of(tags), metric.kind, unit, k6::Sink(metric.kind)})
            .first;
  }
  found->second.sink.add(value);
}

void OpenMetricsOutput::push(double time_s)
{
  using Type = OpenMetricsText::Type;
  const double unix_s = unix_seconds(start_, time_s);
  for (const auto& entry : watched_) {
    const Watched& watched = entry.second;
    const k6::Sink& sink = watched.sink;
    const auto add = [&](const std::string& suffix, Type type, const char* counter, double value) {
      text_.add(watched.name + suffix, type, counter, watched.labels, unix_s, value);
    };
    switch (watched.kind) {
    case k6::MetricKind::counter:
      add("", Type::counter, "_total", sink.counter().sum);
      break;
    case k6::MetricKind::gauge:
      add("", Type::gauge, "", sink.gauge().value);
      break;
    case k6::MetricKind::rate:
      add("_rate", Type::gauge, "", sink.share());
      break;
    case k6::MetricKind::trend:
      for (const TrendStatistic& each : trend_statistics)
        add(each.suffix, Type::gauge, "", watched.unit * sink.trend().statistic(each.name));
      break;
    }
  }
}

void OpenMetricsOutput::add_server(const Scenario& scenario, const RunResult& result)
{
  add_server_gauges(text_, scenario, result, start_);
}

void OpenMetricsOutput::close()
{
  push(last_s_);
  file_.write(text_.text());
  file_.close();
}

} // namespace onsale::run
