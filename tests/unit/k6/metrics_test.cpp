#include "model/k6/metric/metrics.hpp"
#include "model/k6/metric/metrics_key.hpp"
#include "model/k6/metric/sample_sink.hpp"

#include <gmock/gmock.h>

namespace onsale::k6 {
namespace {

using testing::ElementsAre;

/// Remembers `metric value` of every sample.
class Recorder final : public SampleSink {
public:
  void sample(const Metric& metric, TagSetId, const TagSet&, double, double value) override
  {
    samples.emplace_back(metric.name, value);
  }
  void close() override {}

  std::vector<std::pair<std::string, double>> samples;
};

TEST(Metrics, AnHttpRequestIsNineSamplesInK6sOrder)
{
  Metrics metrics;
  Recorder recorder;
  metrics.add_output(recorder);
  const auto tags = metrics.tags().intern({{"name", "token"}});
  metrics.add_http({.end_s = 1,
                    .blocked_ms = 3,
                    .connecting_ms = 2,
                    .tls_handshaking_ms = 0,
                    .sending_ms = 0.5,
                    .waiting_ms = 10,
                    .receiving_ms = 0.25,
                    .failed = true},
                   tags);
  EXPECT_THAT(recorder.samples,
              ElementsAre(testing::Pair("http_reqs", 1), testing::Pair("http_req_duration", 10.75),
                          testing::Pair("http_req_blocked", 3), testing::Pair("http_req_connecting", 2),
                          testing::Pair("http_req_tls_handshaking", 0), testing::Pair("http_req_sending", 0.5),
                          testing::Pair("http_req_waiting", 10), testing::Pair("http_req_receiving", 0.25),
                          testing::Pair("http_req_failed", 1)));
}

TEST(Metrics, FailuresCountAsRequestsAndInTheDurationButNotAsExpectedResponses)
{
  // Two answers of 10 ms and a refused connect, which k6 counts as 0 ms: mean 20/3 over all, 10 over the expected ones.
  Metrics metrics;
  const auto expected = metrics.series("http_req_duration{expected_response:true}");
  const auto good = metrics.tags().intern({{"expected_response", "true"}, {"status", "200"}});
  const auto bad = metrics.tags().intern({{"expected_response", "false"}, {"status", "0"}, {"error_code", "1212"}});
  metrics.add_http({.end_s = 1, .waiting_ms = 10}, good);
  metrics.add_http({.end_s = 2, .waiting_ms = 10}, good);
  metrics.add_http({.end_s = 3, .failed = true}, bad);

  const auto& duration = metrics.sink({MetricId::http_req_duration, {}}).trend();
  EXPECT_EQ(metrics.sink({MetricId::http_reqs, {}}).counter().sum, 3);
  EXPECT_EQ(duration.count(), 3);
  EXPECT_DOUBLE_EQ(duration.average(), 20.0 / 3);
  EXPECT_EQ(duration.minimum(), 0);
  EXPECT_EQ(metrics.sink(expected).trend().count(), 2);
  EXPECT_EQ(metrics.sink(expected).trend().average(), 10);
  EXPECT_DOUBLE_EQ(metrics.sink({MetricId::http_req_failed, {}}).share(), 1.0 / 3);
}

TEST(Metrics, ASubmetricTakesTheSamplesWhoseTagsItNames)
{
  Metrics metrics;
  const auto token_ok = metrics.series("http_req_duration{name:token, status:200}");
  EXPECT_EQ(metrics.series("http_req_duration{status:200,name:token}"), token_ok);
  metrics.add(MetricId::http_req_duration, metrics.tags().intern({{"name", "token"}, {"status", "200"}}), 1, 5);
  metrics.add(MetricId::http_req_duration, metrics.tags().intern({{"name", "token"}, {"status", "404"}}), 1, 7);
  metrics.add(MetricId::http_req_waiting, metrics.tags().intern({{"name", "token"}, {"status", "200"}}), 1, 9);
  EXPECT_EQ(metrics.sink(token_ok).trend().count(), 1);
  EXPECT_EQ(metrics.sink({MetricId::http_req_duration, {}}).trend().count(), 2);
}

TEST(Metrics, AGaugeKeepsTheLastTheLeastAndTheGreatest)
{
  Metrics metrics;
  for (const double vus : {7.0, 800.0, 11.0})
    metrics.add(MetricId::vus, TagSetId{}, 0, vus);
  const auto& gauge = metrics.sink({MetricId::vus, {}}).gauge();
  EXPECT_EQ(gauge.value, 11);
  EXPECT_EQ(gauge.minimum, 7);
  EXPECT_EQ(gauge.maximum, 800);
}

TEST(Metrics, ACustomMetricKeepsItsTypeAndComesBeforeTheFirstSample)
{
  Metrics metrics;
  const auto wait = metrics.register_metric("queue_wait", MetricKind::trend, MetricContent::time);
  EXPECT_EQ(metrics.register_metric("queue_wait", MetricKind::trend, MetricContent::time), wait);
  EXPECT_THAT([&] { metrics.register_metric("queue_wait", MetricKind::counter); },
              testing::ThrowsMessage<std::invalid_argument>(
                  "metric 'queue_wait' exists already as a trend of time values, not a counter of default values"));
  EXPECT_THROW(metrics.register_metric("queue wait", MetricKind::counter), std::invalid_argument);
  metrics.add(wait, TagSetId{}, 0, 1);
  EXPECT_THROW(metrics.register_metric("late", MetricKind::counter), std::logic_error);
  EXPECT_EQ(metrics.register_metric("queue_wait", MetricKind::trend, MetricContent::time), wait);
}

TEST(Metrics, AnUnknownMetricIsToldItsNearestName)
{
  Metrics metrics;
  EXPECT_THAT([&] { metrics.series("http_req_duratoin"); },
              testing::ThrowsMessage<std::invalid_argument>(
                  "no metric name \"http_req_duratoin\" found, did you mean \"http_req_duration\"?"));
}

TEST(MetricKey, DropsBlanksAndQuotesAndCutsAtTheFirstColon)
{
  const auto key = parse_metric_key("group_duration{ group:::checkout::pay , \"name\":'a b' }");
  EXPECT_EQ(key.metric, "group_duration");
  EXPECT_EQ(key.filter, (TagSet{{"group", "::checkout::pay"}, {"name", "a b"}}));
  EXPECT_EQ(key.suffix, " group:::checkout::pay , \"name\":'a b' ");
}

TEST(MetricKey, TellsWhatIsMissing)
{
  const auto message = [](const char* key) -> std::string {
    try {
      parse_metric_key(key);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(message("http_reqs{name:a"), "'http_reqs{name:a': missing ending bracket; write metric{tag:value}");
  EXPECT_EQ(message("http_reqs name:a}"), "'http_reqs name:a}': missing opening bracket; write metric{tag:value}");
  EXPECT_EQ(message("http_reqs{ }"), "'http_reqs{ }': sub-metric criteria are empty; write metric{tag:value}");
  EXPECT_EQ(message("http_reqs{:a}"), "'http_reqs{:a}': a tag name is missing before ':'");
}

} // namespace
} // namespace onsale::k6
