#include "model/k6/summary/handle_summary.hpp"
#include "model/k6/summary/summary_text.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace onsale::k6 {
namespace {

Summary some_summary()
{
  Summary summary;
  summary.duration_s = 12.5;
  summary.trend_stats = {"avg", "p(95)"};
  summary.root_group.checks.push_back({"status is 200", "::status is 200", 3, 1});
  summary.root_group.groups.push_back({.name = "pay", .path = "::pay", .groups = {}, .checks = {}});
  summary.metrics.push_back(
      {"checks", MetricKind::rate, MetricContent::number, {{"rate", 0.75}, {"passes", 3}, {"fails", 1}}, {}});
  summary.metrics.push_back({"http_req_duration",
                             MetricKind::trend,
                             MetricContent::time,
                             {{"avg", 12.5}, {"p(95)", 40}},
                             {{"p(95)<50", 40, true}}});
  summary.metrics.push_back(
      {"http_reqs", MetricKind::counter, MetricContent::number, {{"count", 4}, {"rate", 0.32}}, {}});
  return summary;
}

TEST(HandleSummary, ItsDataHasTheShapeOfK6s)
{
  const auto data = nlohmann::json::parse(handle_summary_data(some_summary()));
  EXPECT_EQ(data["metrics"]["http_req_duration"]["type"], "trend");
  EXPECT_EQ(data["metrics"]["http_req_duration"]["contains"], "time");
  EXPECT_EQ(data["metrics"]["http_req_duration"]["values"]["p(95)"], 40);
  EXPECT_EQ(data["metrics"]["http_req_duration"]["thresholds"]["p(95)<50"]["ok"], true);
  EXPECT_EQ(data["root_group"]["checks"][0]["passes"], 3);
  EXPECT_EQ(data["root_group"]["groups"][0]["path"], "::pay");
  EXPECT_EQ(data["state"]["testRunDurationMs"], 12500);
}

TEST(HandleSummary, ComesBackAsTheSameText)
{
  const Summary summary = some_summary();
  EXPECT_EQ(summary_text(summary_from_data(handle_summary_data(summary))), summary_text(summary));
}

TEST(HandleSummary, WhatAScriptLeavesOutIsLeftOut)
{
  auto data = nlohmann::json::parse(handle_summary_data(some_summary()));
  data["metrics"].erase("checks");
  const auto summary = summary_from_data(data.dump());
  ASSERT_EQ(summary.metrics.size(), 2U);
  EXPECT_EQ(summary.metrics.front().name, "http_req_duration");
  EXPECT_TRUE(summary_from_data("nothing").metrics.empty());
}

} // namespace
} // namespace onsale::k6
