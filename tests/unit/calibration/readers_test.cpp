// Every form of k6's result, against the others: what one run says in two forms is the same.
#include "calibration/k6/reader.hpp"
#include "calibration/k6/samples_reader.hpp"
#include "model/k6/output/csv_output.hpp"
#include "model/k6/output/json_output.hpp"
#include "model/k6/summary/summary.hpp"
#include "model/k6/summary/summary_export.hpp"
#include "model/k6/summary/summary_text.hpp"
#include "tests/unit/calibration/result_fixture.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <memory>

namespace onsale::calibration {
namespace {

namespace fs = std::filesystem;

const fs::path data = fs::path(ONSALE_SOURCE_DIR) / "calibration/data";

K6Result read(std::string_view text)
{
  Input input("file", text);
  return read_k6_result(input);
}

/// Every figure of `a` that `b` has, too, can be the same number. @return how many there are
int expect_same(const K6Result& a, const K6Result& b)
{
  int compared = 0;
  for (const K6Result::Metric& metric : a.metrics)
    for (const auto& [statistic, figure] : metric.statistics)
      if (const Figure* const other = b.find(metric.name, statistic)) {
        const double slack = 1e-9 * other->high;
        EXPECT_TRUE(figure.overlaps({other->low - slack, other->high + slack}))
            << a.name << ", " << b.name << ": " << metric.name << " " << statistic << " is " << in_words(figure)
            << " and " << in_words(*other);
        EXPECT_EQ(metric.kind, b.find(metric.name)->kind) << metric.name;
        EXPECT_EQ(metric.content, b.find(metric.name)->content) << metric.name;
        ++compared;
      }
  return compared;
}

TEST(SummaryText, SaysWhatTheExportSays)
{
  for (const auto& entry : fs::directory_iterator(data)) {
    if (not fs::exists(entry.path() / "summary.txt"))
      continue;
    const K6Result text = read_k6_result(entry.path() / "summary.txt");
    const K6Result exported = read_k6_result(entry.path() / "summary.json");
    EXPECT_EQ(text.origin, Origin::k6_block);
    EXPECT_EQ(text.metrics.size(), exported.metrics.size()) << text.name;
    EXPECT_GT(expect_same(text, exported), 90) << text.name;
    EXPECT_EQ(text.checks.size(), exported.checks.size()) << text.name;
  }
}

TEST(SummaryText, HoldsBannerAndRunLine)
{
  const K6Result result = read_k6_result(data / "c-journey-baseline-1/summary.txt");
  EXPECT_EQ(result.most_vus, 800);
  EXPECT_EQ(result.complete_iterations, 4232);
  EXPECT_EQ(result.interrupted_iterations, 352);
  EXPECT_DOUBLE_EQ(result.run_duration_s.value().low, 84.8);
  EXPECT_EQ(result.find("http_req_duration{name:seats}", "max")->text, "2.7s");
  EXPECT_EQ(result.find("data_sent", "count")->text, "9.0 MB");
}

TEST(SummaryText, HoldsChecksThatFailedAtTimes)
{
  const K6Result result = read_k6_result(data / "a-light-status/summary.txt");
  ASSERT_EQ(result.checks.size(), 1U);
  EXPECT_EQ(result.checks[0].name, "status is 200");
  EXPECT_FALSE(result.checks[0].all_passed);
  EXPECT_EQ(result.checks[0].passes, 6585);
  EXPECT_EQ(result.checks[0].fails, 17);
}

/// A small test with all that a summary can hold, and its samples as they happened.
class SmallTest : public testing::Test {
protected:
  SmallTest()
      : thresholds_({{.metric_key = "http_req_duration{name:token}", .expression = "p(95)<500"},
                     {.metric_key = "http_req_failed", .expression = "rate<0.01"}},
                    metrics_)
  {
    const auto price = metrics_.register_metric("seat_price", k6::MetricKind::trend);
    outputs_[0] = std::make_unique<k6::CsvOutput>(file("raw.csv"));
    outputs_[1] = std::make_unique<k6::CsvOutput>(file("raw.csv.gz"),
                                                  k6::CsvOutput::Options{.time_format = k6::TimeFormat::rfc3339});
    outputs_[2] = std::make_unique<k6::JsonOutput>(file("raw.json"));
    outputs_[3] = std::make_unique<k6::JsonOutput>(file("raw.json.gz"));
    for (const auto& output : outputs_)
      metrics_.add_output(*output);
    const auto check = checks_.check(k6::GroupId::root, "status is 200");
    for (int i = 0; i < 1000; ++i)
      one_iteration(i, check, price);
    for (const auto& output : outputs_)
      output->close();
    thresholds_.evaluate_final(metrics_, duration_s);
    summary_ = k6::summarise(metrics_, checks_, thresholds_, duration_s,
                             {"avg", "min", "med", "max", "p(90)", "p(95)", "p(99)", "count"});
  }

  static std::string file(const char* name) { return testing::TempDir() + name; }

  /// One request each, every tenth of it fails; a VU's gauge every second.
  void one_iteration(int i, k6::CheckId check, k6::MetricId price)
  {
    const double end_s = 0.01 * i;
    const bool failed = i % 10 == 3;
    const auto tags = metrics_.tags().intern({{"name", i % 2 == 0 ? "token" : "seats, \"A\""},
                                              {"expected_response", failed ? "false" : "true"},
                                              {"group", ""}});
    metrics_.add_http({.end_s = end_s,
                       .blocked_ms = i % 100 == 0 ? 1.5 : 0,
                       .sending_ms = 0.02,
                       .waiting_ms = 3 + 0.37 * (i * 7919 % 1000),
                       .receiving_ms = 0.1 + 1e-4 * i,
                       .failed = failed},
                      tags);
    const auto checked = metrics_.tags().intern({{"check", "status is 200"}, {"group", ""}});
    metrics_.add(k6::MetricId::checks, checked, end_s, failed ? 0 : 1);
    checks_.record(check, not failed);
    const auto none = metrics_.tags().intern({});
    metrics_.add(k6::MetricId::data_sent, none, end_s, 120);
    metrics_.add(k6::MetricId::iterations, none, end_s, 1);
    metrics_.add(k6::MetricId::iteration_duration, none, end_s, 1003.5 + i);
    metrics_.add(price, none, end_s, 50000 + i);
    if (i % 100 == 0)
      metrics_.add(k6::MetricId::vus, none, end_s, 1 + i / 100);
  }

  static constexpr double duration_s = 11.5;
  k6::Metrics metrics_;
  k6::Checks checks_;
  k6::Thresholds thresholds_;
  std::array<std::unique_ptr<k6::SampleSink>, 4> outputs_;
  k6::Summary summary_;
};

TEST_F(SmallTest, OurOwnTextsSayWhatTheExportSays)
{
  const K6Result exported = read(k6::summary_export(summary_));
  EXPECT_EQ(exported.thresholds.size(), 2U);
  for (const bool colour : {false, true})
    for (const auto mode : {k6::SummaryMode::legacy, k6::SummaryMode::compact, k6::SummaryMode::full}) {
      const K6Result text = read(k6::summary_text(summary_, {.mode = mode, .colour = colour}));
      EXPECT_GT(expect_same(text, exported), 30);
      EXPECT_EQ(text.find("http_req_failed", "passes")->low, 100);
      EXPECT_EQ(text.find("checks", "fails")->low, 100);
      ASSERT_EQ(text.checks.size(), 1U);
      EXPECT_EQ(text.checks[0].fails, 100);
      EXPECT_EQ(text.thresholds.size(), mode == k6::SummaryMode::legacy ? 0U : 2U);
      EXPECT_EQ(audit(text).worst(), Verdict::holds);
    }
}

TEST_F(SmallTest, SamplesOfAnyFormAddUpToTheExport)
{
  const K6Result exported = read(k6::summary_export(summary_));
  for (const char* name : {"raw.csv", "raw.csv.gz", "raw.json", "raw.json.gz"}) {
    const K6Result samples = read_k6_result(fs::path(file(name)));
    EXPECT_GT(expect_same(exported, samples), 70) << name;
    EXPECT_EQ(samples.find("http_reqs{name:token}", "count")->low, 500);
    EXPECT_EQ(samples.find("http_req_failed{name:seats, \"A\"}", "passes")->low, 100);
    ASSERT_EQ(samples.checks.size(), 1U);
    EXPECT_EQ(samples.checks[0].fails, 100);
    // Samples from 0 to 9.99 s: the run lasted about as long.
    EXPECT_LE(samples.run_duration_s.value().low, 9.99);
    EXPECT_GE(samples.run_duration_s.value().high, 11.5);
    const Figure& p95 = *samples.find("http_req_duration", "p95");
    EXPECT_LT(p95.high - p95.low, 0.0004 * p95.low);
    EXPECT_EQ(audit(samples).worst(), Verdict::holds);
  }
}

TEST(SummaryData, OfHandleSummaryIsRead)
{
  const K6Result result = read(R"json({
    "root_group": {"name": "", "path": "", "id": "x", "groups": [], "checks": [
      {"name": "ok", "path": "::ok", "id": "y", "passes": 9, "fails": 1}]},
    "options": {"summaryTrendStats": ["avg", "p(95)"], "summaryTimeUnit": "", "noColor": false},
    "state": {"isStdOutTTY": false, "isStdErrTTY": false, "testRunDurationMs": 2000},
    "metrics":
{
  "http_reqs" : {"type" : "counter", "contains" : "default", "values" : {"count" : 10, "rate" : 5}},
                "http_req_failed"
      : {"type" : "rate", "contains" : "default", "values" : {"rate" : 0.1, "passes" : 1, "fails" : 9}},
        "seat_price" : {"type" : "trend", "contains" : "default", "values" : {"avg" : 50000, "p(95)" : null}},
                       "http_req_duration":
  {
    "type" : "trend", "contains" : "time", "values" : {"avg" : 12.5, "p(95)" : 20}, "thresholds":
    {
      "p(95)<10":
      {
        "ok" : false
      }
    }
  }
}
})json");
  EXPECT_NEAR(result.find("http_req_duration", "p95")->low, 0.02, 1e-12);
  EXPECT_EQ(result.find("seat_price", "avg")->low, 50000);
  EXPECT_EQ(result.find("http_reqs")->kind, k6::MetricKind::counter);
  EXPECT_EQ(result.run_duration_s.value().low, 2);
  ASSERT_EQ(result.thresholds.size(), 1U);
  EXPECT_FALSE(result.thresholds[0].kept);
  EXPECT_EQ(result.checks.at(0).passes, 9);
  EXPECT_EQ(audit(result).worst(), Verdict::holds);
}

TEST(MachineSummary, IsRead)
{
  const K6Result result = read(R"json({
    "version": "1.0.0",
    "metadata": {"generatedAt": "2026-01-01T00:00:00Z", "k6Version": "1.5.0"},
    "config": {"execution": "local", "script": "script.js", "duration": 2.5},
    "results": {
      "checks": {
        "metrics": [
          {"name": "checks_total", "type": "counter", "contains": "default", "values": {"count": 10}},
          {"name": "checks_failed", "type": "rate", "contains": "default",
            "values": {"rate": 0.1, "matches": 1, "total": 10}},
          {"name": "checks_succeeded", "type": "rate", "contains": "default",
            "values": {"rate": 0.9, "matches": 9, "total": 10}}],
        "results": [{"name": "ok", "passes": 9, "fails": 1}]},
      "metrics": [
        {"name": "http_reqs", "type": "counter", "contains": "default", "values": {"count": 10}},
        {"name": "http_req_failed", "type": "rate", "contains": "default",
          "values": {"rate": 0.1, "matches": 1, "total": 10}},
        {"name": "vus", "type": "gauge", "contains": "default", "values": {"value": 1, "min": 1, "max": 3}},
        {"name": "http_req_duration", "type": "trend", "contains": "time",
          "values": {"avg": 12.5, "min": 1, "med": 12, "max": 30, "p(90)": 19, "p(95)": 20
}
}]
}
})json");
  EXPECT_NEAR(result.find("http_req_duration", "p95")->low, 0.02, 1e-12);
  EXPECT_EQ(result.find("http_req_failed", "passes")->low, 1);
  EXPECT_EQ(result.find("http_req_failed", "fails")->low, 9);
  EXPECT_EQ(result.find("checks", "passes")->low, 9);
  EXPECT_EQ(result.find("vus", "max")->low, 3);
  EXPECT_NEAR(result.run_duration_s.value().low, 2.5, 1e-11);
  EXPECT_EQ(audit(result).worst(), Verdict::holds);
}

TEST(Samples, TimesAreReadWithTheirZone)
{
  EXPECT_DOUBLE_EQ(rfc3339_seconds("1970-01-02T00:00:01.5Z").value(), 86401.5);
  EXPECT_DOUBLE_EQ(rfc3339_seconds("1970-01-02T09:00:01+09:00").value(), 86401);
  for (const char* wrong : {"", "1970", "1970-02-31T00:00:00Z", "1970-01-02T25:00:00Z", "1970-01-02T00:00:00",
                            "1970-01-02T00:00:00+9", "1970-01-02X00:00:00Z"})
    EXPECT_FALSE(rfc3339_seconds(wrong).has_value()) << wrong;
}

TEST(Samples, NamesThatAreUrlsMakeNoEndpoints)
{
  std::string csv = "metric_name,timestamp,metric_value,name\n";
  for (int i = 0; i < 300; ++i)
    csv += fmt::format("http_reqs,1700000000,1.000000,/seats/{}\n", i);
  const K6Result result = read(csv);
  EXPECT_EQ(result.metrics.size(), 1U);
  EXPECT_EQ(result.find("http_reqs", "count")->low, 300);
}

} // namespace
} // namespace onsale::calibration
