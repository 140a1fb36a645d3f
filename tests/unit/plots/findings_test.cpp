// What the first screen says, by hand-made results.
#include "plots/findings.hpp"

#include <gmock/gmock.h>

namespace onsale::plots {
namespace {

using nlohmann::ordered_json;
using testing::ElementsAre;
using testing::HasSubstr;

/// Twelve seconds: two of setup, then a load of 10 users.
RunFiles run_with(ordered_json manifest)
{
  RunFiles run;
  std::string rows = "time_s,vus,requests_per_s\n1,0,900\n2,10,700\n";
  for (int second = 3; second <= 12; ++second)
    rows += std::to_string(second) + ",10,120\n";
  run.series = Table::parse(rows, "timeseries.csv");
  run.anatomy = Table::of({"endpoint", "of", "requests", "client_ms", "total_ms"}, {}, "anatomy.csv");
  run.manifest = std::move(manifest);
  run.summary = {{"metrics", {{"http_req_duration", {{"p(95)", 12.0}, {"thresholds", {{"p(95)<300", false}}}}}}}};
  return run;
}

const ordered_json cpu_full = {{"resource", "app cpu"}, {"part", "host"},  {"host", "app"},         {"capacity", 2},
                               {"time_s", 8},           {"vus", 10},       {"requests_per_s", 120}, {"seconds", 4},
                               {"utilisation", 1.0},    {"queued_max", 30}};

} // namespace

TEST(Findings, AFaultComesBeforeWhatItFilled)
{
  const Findings found = findings(run_with(
      {{"saturations", {cpu_full}},
       {"causes",
        {{{"kind", "fault"}, {"what", "database down"}, {"from_s", 4}, {"to_s", 8}, {"because", ""}},
         {{"kind", "saturation"}, {"what", "app cpu"}, {"from_s", 8}, {"to_s", 12}, {"because", "database down"}}}}}));
  EXPECT_EQ(found.bottleneck, "database down, 4 s to 8 s; app cpu full from 8 s on, because of database down.");
  ASSERT_FALSE(found.advice.empty());
  EXPECT_THAT(found.advice.front(), HasSubstr("“database down” first"));
  for (const std::string& advice : found.advice)
    EXPECT_THAT(advice, testing::Not(HasSubstr("more cores")));
}

TEST(Findings, WithoutAFaultTheFullResourceIsWidened)
{
  const Findings found = findings(run_with({{"saturations", {cpu_full}}}));
  EXPECT_THAT(found.bottleneck, HasSubstr("app cpu: 100 % of 2 busy"));
  EXPECT_THAT(found.advice.front(), HasSubstr("Give app more cores"));
  EXPECT_EQ(found.headline, "Keeps its threshold");
}

TEST(Findings, LostCustomersAreToldAndNoVerdictHoldsWithoutThem)
{
  const Findings found =
      findings(run_with({{"verdict", "Loses customers: 40 of 100 iterations were dropped (40 %); nothing was full."},
                         {"lost", {{"dropped", 40}, {"interrupted", 0}, {"iterations", 100}}},
                         {"remarks", {"p(99) of 40 requests is their maximum"}}}));
  EXPECT_EQ(found.verdict, Findings::Verdict::broke);
  EXPECT_THAT(found.headline, HasSubstr("Loses customers"));
  EXPECT_THAT(found.remarks,
              ElementsAre("p(99) of 40 requests is their maximum",
                          "40 of 100 iterations were dropped or cut off (40 %): response times know nothing of them."));
}

TEST(Findings, TheBestSecondIsOneUnderLoad)
{
  for (const auto& [name, value] : findings(run_with(ordered_json::object())).figures)
    if (name == "requests/s in the best second") {
      EXPECT_EQ(value, "120");
    }
}

} // namespace onsale::plots
