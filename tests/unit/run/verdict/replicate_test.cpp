#include "sim/run/verdict/replicate.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace onsale::run {
namespace {

ReplicatedFigure figure(const std::string& name, bool is_time, std::vector<double> values)
{
  ReplicatedFigure each{name, is_time, std::move(values), {}};
  each.interval = engine::student_interval(each.values, confidence);
  return each;
}

// Of 90, 100, 110: mean 100, s = 10, t(0.975, 2) = 4.303: half-width 4.303 x 10 / sqrt(3) = 24.84.
Replicated three_replications()
{
  Replicated result;
  result.figures = {figure("http_req_duration avg", true, {90, 100, 110}), figure("http_reqs count", false, {5, 5, 5})};
  result.bottlenecks = {"box cpu, 99 % busy for 9 s", "none: no resource was busy", "box cpu, 98 % busy for 7 s"};
  result.thresholds_crossed = 1;
  return result;
}

} // namespace

TEST(Replicate, TableHasMeansAndHalfWidths)
{
  EXPECT_EQ(replicated_text(three_replications()),
            "     3 replications                            mean       +- (95 %)          \n"
            "     http_req_duration avg                    100ms         24.84ms    24.8 %\n"
            "     http_reqs count                              5               0     0.0 %\n"
            "\n"
            "     bottleneck  box cpu (2 of 3), none (1 of 3)\n"
            "     thresholds  crossed in 1 of 3\n");
}

TEST(Replicate, JsonKeepsEveryValue)
{
  const auto json = nlohmann::json::parse(replicated_json({}, 7, three_replications()));
  EXPECT_EQ(json.at("seed"), 7);
  EXPECT_EQ(json.at("replications"), 3);
  EXPECT_EQ(json.at("figures").at(0).at("values"), nlohmann::json({90.0, 100.0, 110.0}));
  EXPECT_NEAR(json.at("figures").at(0).at("half_width").get<double>(), 24.84, 0.01);
}

} // namespace onsale::run
