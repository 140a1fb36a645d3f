#include "model/config/faults.hpp"
#include "sim/run/replay/published.hpp"
#include "tests/unit/run/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace onsale::run {
namespace {

using testing::HasSubstr;

k6::Summary::Metric trend(const std::string& name, double avg_ms, double p95_ms)
{
  return {.name = name,
          .kind = k6::MetricKind::trend,
          .content = k6::MetricContent::time,
          .values = {{"avg", avg_ms}, {"p(95)", p95_ms}},
          .thresholds = {}};
}

} // namespace

TEST(Published, TimesAreComparedInSeconds)
{
  k6::Summary summary;
  summary.metrics = {trend("http_req_duration", 110, 240), trend("http_req_waiting", 100, 200)};
  const std::vector<PublishedFigure> figures = {
      {"http_req_duration", "avg", 0.1}, {"http_req_duration", "p95", 0.2}, {"http_req_waiting", "avg", 0.1}};
  const auto lines = compare(figures, summary, {{}, Kind::blind, {{"http_req_duration", 0.15}}});
  ASSERT_EQ(lines.size(), 2U) << "phases of a request are left to the summary";
  EXPECT_EQ(lines[0].name, "http_req_duration avg");
  EXPECT_NEAR(lines[0].relative_error(), 0.1, 1e-12);
  EXPECT_TRUE(lines[0].met());
  EXPECT_NEAR(lines[1].relative_error(), 0.2, 1e-12);
  EXPECT_FALSE(lines[1].met());
}

TEST(Published, ATargetOfOneStatisticLeavesTheOthersFree)
{
  k6::Summary summary;
  summary.metrics = {trend("http_req_duration", 110, 240)};
  const std::vector<PublishedFigure> figures = {{"http_req_duration", "avg", 0.1}, {"http_req_duration", "p95", 0.2}};
  const auto lines = compare(figures, summary, {{}, Kind::blind, {{"http_req_duration.p95", 0.3}}});
  EXPECT_LT(lines[0].target, 0);
  EXPECT_EQ(lines[1].target, 0.3);
  EXPECT_TRUE(lines[1].met());
}

TEST(Published, AgainstZeroOnlyZeroIsRight)
{
  EXPECT_EQ(
      (Comparison{.name = "http_req_failed rate", .published = 0, .predicted = 0, .broken_law = {}}).relative_error(),
      0);
  EXPECT_TRUE(
      std::isinf((Comparison{.name = "http_req_failed rate", .published = 0, .predicted = 0.1, .broken_law = {}})
                     .relative_error()));
}

TEST(Published, UnreadableResultsAreTold)
{
  const TemporaryFolder folder;
  const auto refusal = [&](const std::filesystem::path& path) -> std::string {
    try {
      read_published_figures(path);
    } catch (const config::InvalidInput& invalid) {
      return folder.shortened(invalid.what());
    }
    return "none";
  };
  EXPECT_EQ(refusal(folder / "gone.json"), "FOLDER/gone.json: cannot be read");
  EXPECT_THAT(refusal(folder.write("empty.json", "{}")), HasSubstr("FOLDER/empty.json: not a published result: "));
}

} // namespace onsale::run
