#include "tests/cli/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace onsale::cli {
namespace {

using testing::HasSubstr;

} // namespace

TEST(Compare, AScenarioWithItselfHasNoDifference)
{
  const Workplace place;
  place.write("shop.yaml", small_scenario());
  const Ended ended = place.run({"compare", "shop.yaml", "shop.yaml", "--replications", "2", "--json", "-q"});
  EXPECT_EQ(ended.exit_code, 0) << ended.errors;
  for (const auto& figure : nlohmann::json::parse(ended.output).at("figures"))
    EXPECT_EQ(figure.at("difference"), 0) << figure;
}

TEST(Compare, ARegressionHasAnExitCodeOfItsOwn)
{
  const Workplace place;
  place.write("shop.yaml", small_scenario());
  const Ended ended = place.run({"compare", "shop.yaml", "shop.yaml", "--b-set",
                                 "spring.datasource.hikari.maximum-pool-size=1", "--csv", "overlay.csv", "-q"});
  EXPECT_EQ(ended.exit_code, 3) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("verdict  B is worse: http_req_duration avg +"));
  EXPECT_THAT(place.read("overlay.csv"), testing::StartsWith("side,time_s,vus,requests_per_s"));
}

TEST(Compare, AResultFolderIsOneRunOfItsScenario)
{
  const Workplace place;
  place.write("shop.yaml", small_scenario());
  EXPECT_EQ(place.run({"run", "shop.yaml", "--seed", "5", "--out-dir", "result"}).exit_code, 0);
  const Ended ended = place.run({"compare", "result", "shop.yaml", "-q", "--json"});
  EXPECT_EQ(ended.exit_code, 0) << ended.output << ended.errors;
}

} // namespace onsale::cli
