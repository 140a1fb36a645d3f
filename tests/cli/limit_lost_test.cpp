// Customers who are lost, promises that nothing can keep, and users of k6 that run out.
#include "tests/cli/lean_scenario.hpp"
#include "tests/cli/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace onsale::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

nlohmann::json limit_of(const Lean& lean, std::vector<std::string> more)
{
  const Workplace place;
  place.write("lean.yaml", lean_scenario(lean));
  more.insert(more.begin(), {"limit", "lean.yaml", "--json", "-q", "--replications", "2"});
  const Ended ended = place.run(more);
  EXPECT_EQ(ended.exit_code, 0) << ended.errors;
  return nlohmann::json::parse(ended.output);
}

/// 10 ms of one core: 100 iterations a second and no more. Who is served is served at once by 4 users, the others are
/// dropped, so that no promise about response times ever breaks.
const Lean few_users{.executor = "executor: constant-arrival-rate, rate: 20, duration: 60s, preAllocatedVUs: 4",
                     .steps = "{request: {endpoint: a}}"};

} // namespace

// Constant arrivals, 4 places, exponential service of 10 ms: D/M/1/4. Its chain of users busy just before an arrival
// (Poisson many leave between two) finds all 4 busy in 1 % of arrivals at 65.3/s.
TEST(LimitLost, DroppedIterationsAreALimitWithoutBeingAskedFor)
{
  const auto answer = limit_of(few_users, {"--over", "rate", "--slo", "http_req_duration: p(95)<10000", "--first"});
  const auto& limit = answer.at("limit");
  EXPECT_EQ(limit.at("outcome"), "found");
  EXPECT_EQ(limit.at("promise"), "iterations_lost rate<0.01");
  EXPECT_NEAR(limit.at("load").get<double>(), 65.3, 0.05 * 65.3);
  EXPECT_EQ(limit.at("resource"), "k6's users");
  EXPECT_THAT(answer.at("promises"), testing::Contains("iterations_lost rate<0.01"));
}

TEST(LimitLost, TheLoadThatIsNamedKeepsItsPromises)
{
  const auto limit =
      limit_of(few_users, {"--over", "rate", "--slo", "http_req_duration: p(95)<25", "--first"}).at("limit");
  for (const auto& probe : limit.at("probes"))
    if (probe.at("load") == limit.at("load")) {
      double sum = 0;
      for (const auto& margin : probe.at("margins"))
        sum += margin.get<double>();
      EXPECT_GT(sum, 0);
      return;
    }
  ADD_FAILURE() << "no run was made at " << limit.at("load");
}

TEST(LimitLost, WhoDoesNotMindLosingCustomersSaysSo)
{
  const auto limit =
      limit_of(few_users, {"--over", "rate", "--slo", "http_req_duration: p(95)<10000", "--lost", "100%"});
  EXPECT_EQ(limit.at("limit").at("outcome"), "never_broken");
  EXPECT_THAT(limit.at("sentence").get<std::string>(), StartsWith("No limit was found: "));
}

TEST(LimitLost, APromiseBelowWhatOneRequestTakesIsKeptByNoLoad)
{
  const auto answer = limit_of({}, {"--slo", "http_req_duration: p(95)<1"});
  EXPECT_EQ(answer.at("limit").at("outcome"), "never_kept");
  EXPECT_EQ(answer.at("limit").at("resource"), "");
  EXPECT_THAT(answer.at("sentence").get<std::string>(), StartsWith("Bears no load with p(95) below 1ms: 1 user has "));
}

TEST(LimitLost, TheFirstSentenceIsTheAnswer)
{
  const Workplace place;
  place.write("lean.yaml", lean_scenario({}));
  const Ended ended =
      place.run({"limit", "lean.yaml", "--slo", "http_req_duration: p(95)<100", "-q", "--replications", "2"});
  EXPECT_THAT(ended.output, testing::ContainsRegex("^     Bears [0-9]+ users \\([0-9.]+ requests/s\\) with p\\(95\\) "
                                                   "below 100ms, less than 1 % of the iterations lost"));
  EXPECT_THAT(ended.output, HasSubstr("app cpu"));
}

} // namespace onsale::cli
