#include "plots/facts.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace onsale::plots {
namespace {

nlohmann::ordered_json summary(const char* thresholds)
{
  return {{"metrics",
           {{"http_req_duration", {{"p(95)", 12.5}, {"thresholds", nlohmann::ordered_json::parse(thresholds)}}}}}};
}

} // namespace

TEST(Facts, ThePromiseIsTheFirstUpperBoundOfResponseTimes)
{
  const auto slo = slo_of(summary(R"json({"p(95)>1": false, "p(95) < 300": true, "p(99)<900": false})json"));
  ASSERT_TRUE(slo);
  EXPECT_DOUBLE_EQ(slo->ms, 300);
  EXPECT_EQ(slo->text, "p(95) below 300 ms");
  EXPECT_FALSE(slo_of(summary("{}")));
}

TEST(Facts, CrossedThresholdsAreThoseThatK6MarksTrue)
{
  const auto all = thresholds(summary(R"json({"p(95)<300": true, "p(99)<900": false})json"));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_TRUE(all[0].crossed);
  EXPECT_FALSE(all[1].crossed);
  EXPECT_EQ(figure(summary("{}"), "http_req_duration", "p(95)"), 12.5);
  EXPECT_EQ(figure(summary("{}"), "http_reqs", "count"), std::nullopt);
}

TEST(Facts, FiguresReadAsPeopleWriteThem)
{
  EXPECT_EQ(duration_text(0.85), "850 µs");
  EXPECT_EQ(duration_text(12.34), "12.3 ms");
  EXPECT_EQ(duration_text(4520), "4.52 s");
  EXPECT_EQ(count_text(7), "7");
  EXPECT_EQ(count_text(-1234), "-1,234");
  EXPECT_EQ(count_text(554863), "554,863");
}

} // namespace onsale::plots
