#include "calibration/fit/figure.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace onsale::fit {
namespace {

using testing::ElementsAre;

std::vector<std::string> names(const std::vector<Figure>& figures, bool fitted)
{
  std::vector<std::string> names;
  for (const Figure& figure : figures)
    if (figure.fitted == fitted)
      names.push_back(figure.name);
  return names;
}

/// 200 requests: 2 beyond p99, too few; 10 beyond p95.
const Values plain_test = {{"http_reqs count", 200},       {"http_reqs rate", 20},
                           {"http_req_duration avg", 0.1}, {"http_req_duration p95", 0.4},
                           {"http_req_duration p99", 0.9}, {"http_req_failed passes", 4},
                           {"http_req_failed fails", 196}};

} // namespace

TEST(Figure, PercentileNeedsFiveSamplesBeyondIt)
{
  EXPECT_THAT(names(figures_of(plain_test), true),
              ElementsAre("http_reqs rate", "http_req_duration avg", "http_req_duration p95", "http_req_failed"));
}

TEST(Figure, SubMetricsThatCoverAllStandForTheWhole)
{
  Values values = plain_test;
  values["http_req_duration{name:a} avg"] = 0.1;
  values["http_reqs{name:a} count"] = 199;
  values["http_reqs{name:a} rate"] = 19.9;
  const auto figures = figures_of(values);
  EXPECT_THAT(names(figures, true), ElementsAre("http_reqs{name:a} rate", "http_req_duration{name:a} avg"));
  EXPECT_EQ(names(figures, false).size(), 4U);
  values["http_reqs{name:a} count"] = 100;
  EXPECT_EQ(names(figures_of(values), false).size(), 0U);
}

TEST(Figure, SharesAreComparedByTheirOddsAndMayBeNone)
{
  const auto figures = figures_of(plain_test);
  const Figure& failed = figures.back();
  EXPECT_DOUBLE_EQ(*coordinate(failed, plain_test), std::log(4.5 / 196.5));
  EXPECT_DOUBLE_EQ(*coordinate(failed, {{"http_req_failed fails", 100.0}}), std::log(0.5 / 100.5));
  EXPECT_DOUBLE_EQ(plain(failed, plain_test), 0.02);
  EXPECT_DOUBLE_EQ(error(failed, plain_test, {{"http_req_failed fails", 100.0}}), -0.02);
}

TEST(Figure, CpuIsToldForEachRequest)
{
  Values values = plain_test;
  values["cpu server"] = 0.5;
  const auto figures = figures_of(values);
  EXPECT_EQ(figures.back().name, "cpu server");
  EXPECT_DOUBLE_EQ(plain(figures.back(), values), 0.0025);
}

TEST(Figure, EndpointIsTheNameTag)
{
  EXPECT_EQ(endpoint_of("http_req_duration{name:seats} p95"), "seats");
  EXPECT_EQ(endpoint_of("http_req_duration{expected_response:true} p95"), "");
}

} // namespace onsale::fit
