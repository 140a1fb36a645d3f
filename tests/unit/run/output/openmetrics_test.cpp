#include "sim/run/output/openmetrics_output.hpp"
#include "tests/unit/run/temporary_folder.hpp"

#include <gmock/gmock.h>

namespace onsale::run {
namespace {

using testing::HasSubstr;
using Type = OpenMetricsText::Type;

} // namespace

TEST(OpenMetricsText, FamiliesStandTogetherAndEndWithEof)
{
  OpenMetricsText text;
  const std::string a = OpenMetricsText::label_text({{"name", "a"}, {"error", ""}});
  text.add("requests", Type::counter, "_total", a, 1704067205, 3);
  text.add("users", Type::gauge, "", "", 1704067205, 20);
  text.add("requests", Type::counter, "_total", a, 1704067210, 8);
  EXPECT_EQ(text.text(), "# TYPE requests counter\n"
                         "requests_total{name=\"a\"} 3 1704067205.000\n"
                         "requests_total{name=\"a\"} 8 1704067210.000\n"
                         "# TYPE users gauge\n"
                         "users 20 1704067205.000\n"
                         "# EOF\n");
}

TEST(OpenMetricsText, LabelsAreSortedAndEscaped)
{
  EXPECT_EQ(OpenMetricsText::label_text({{"b", "line\nbreak"}, {"a", "say \"hi\" \\"}}),
            R"({a="say \"hi\" \\",b="line\nbreak"})");
}

TEST(OpenMetricsOutput, SeriesAddUpSinceTheStartAsK6PushesThem)
{
  const TemporaryFolder folder;
  OpenMetricsOutput output((folder / "metrics.txt").string());
  k6::Metrics metrics;
  metrics.add_output(output);
  const auto tags = metrics.tags().intern({{"name", "seats"}, {"status", "200"}});
  for (const double end_s : {1.0, 4.0, 6.0})
    metrics.add_http({.end_s = end_s, .waiting_ms = 100 * end_s}, tags);
  metrics.add(k6::MetricId::vus, metrics.tags().intern({}), 7, 20);
  output.close();
  const std::string text = folder.read("metrics.txt");
  EXPECT_THAT(text, HasSubstr("# TYPE k6_http_reqs counter\n"
                              "k6_http_reqs_total{name=\"seats\",status=\"200\"} 2 1704067205.000\n"
                              "k6_http_reqs_total{name=\"seats\",status=\"200\"} 3 1704067207.000\n"));
  // Times in seconds: (0.1 + 0.4) / 2, then (0.1 + 0.4 + 0.6) / 3.
  EXPECT_THAT(text, HasSubstr("k6_http_req_duration_avg{name=\"seats\",status=\"200\"} 0.25 1704067205.000\n"));
  EXPECT_THAT(text, HasSubstr("k6_http_req_duration_max{name=\"seats\",status=\"200\"} 0.6 1704067207.000\n"));
  EXPECT_THAT(text, HasSubstr("k6_http_req_failed_rate{name=\"seats\",status=\"200\"} 0 1704067205.000\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE k6_vus gauge\nk6_vus 20 1704067207.000\n"));
  EXPECT_TRUE(text.ends_with("# EOF\n"));
}

} // namespace onsale::run
