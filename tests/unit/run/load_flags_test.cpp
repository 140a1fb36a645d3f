#include "model/config/document.hpp"
#include "model/k6/options/options.hpp"
#include "sim/run/load_flags.hpp"

#include <gmock/gmock.h>

#include <string>
#include <variant>

namespace onsale::run {
namespace {

using testing::ElementsAre;
using testing::Pair;

struct Laid {
  k6::Options options;
  std::vector<std::string> faults;
};

Laid laid(const std::string& options, const LoadFlags& flags)
{
  config::Faults faults;
  auto document = config::parse_document(options, "k6.yaml", faults);
  lay_over(document.root, flags, faults);
  Laid laid{k6::read_options(config::Object(document, faults)), {}};
  for (const auto& fault : faults.list())
    laid.faults.push_back(to_string(fault));
  return laid;
}

const std::string with_scenarios =
    "{vus: 3, scenarios: {a: {executor: per-vu-iterations}, b: {executor: per-vu-iterations}}}";

} // namespace

TEST(LoadFlags, TakeThePlaceOfAllThatSaysWhatIsRun)
{
  const auto options = laid(with_scenarios, {.vus = 5, .duration = "10s"}).options;
  ASSERT_EQ(options.scenarios.size(), 1);
  EXPECT_EQ(std::get<k6::ConstantVus>(options.scenarios.front().executor).vus, 5);
  const auto ramp = laid("{duration: 5s}", {.stages = {"1m:10,30s:0", "5s:4"}}).options;
  EXPECT_THAT(std::get<k6::RampingVus>(ramp.scenarios.front().executor).stages,
              ElementsAre(k6::Stage{60 * k6::second_ns, 10}, k6::Stage{30 * k6::second_ns, 0},
                          k6::Stage{5 * k6::second_ns, 4}));
}

// As k6: VUs alone leave the rest as it is, and count for nothing where there are scenarios.
TEST(LoadFlags, ChangeTheNumberOfVusAlone)
{
  EXPECT_EQ(
      std::get<k6::ConstantVus>(laid("{vus: 2, duration: 5s}", {.vus = 7}).options.scenarios.front().executor).vus, 7);
  const auto several = laid(with_scenarios, {.vus = 7}).options;
  EXPECT_EQ(several.scenarios.size(), 2);
  EXPECT_THAT(several.warnings, ElementsAre("the option vus is ignored, because there are scenarios"));
}

TEST(LoadFlags, SetTagsAndHowTheSummaryLooks)
{
  const auto options = laid("{tags: {site: bonn, kind: a}}",
                            {.tags = {"site=berlin", "run=1=2"}, .trend_stats = "avg,p(99.9)", .time_unit = "us"})
                           .options;
  EXPECT_THAT(options.tags, ElementsAre(Pair("site", "berlin"), Pair("kind", "a"), Pair("run", "1=2")));
  EXPECT_THAT(options.summary_trend_stats, ElementsAre("avg", "p(99.9)"));
  EXPECT_EQ(options.summary_time_unit, k6::TimeUnit::microseconds);
}

TEST(LoadFlags, AreToldTheirFaultsByName)
{
  const auto faults = laid("{}", {.duration = "soon", .tags = {"site"}}).faults;
  ASSERT_EQ(faults.size(), 2);
  EXPECT_THAT(faults, testing::Contains("--tag: expected NAME=VALUE, found \"site\""));
  EXPECT_THAT(faults, testing::Contains(testing::StartsWith("--duration: duration: ")));
}

TEST(LoadFlags, AreWrittenAsTheyCame)
{
  const LoadFlags flags{.vus = 5, .stages = {"1m:10"}, .k6_version = "0.47", .no_setup = true};
  EXPECT_THAT(flags.written(), ElementsAre("--vus 5", "--stage 1m:10", "--k6-version 0.47", "--no-setup"));
  EXPECT_TRUE(LoadFlags{}.written().empty());
}

} // namespace onsale::run
