#include "model/k6/summary/summary_export.hpp"
#include "model/k6/summary/summary_text.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <optional>
#include <sstream>

namespace onsale::k6 {
namespace {

using Json = nlohmann::ordered_json;

const std::vector<std::string> all_stats{"avg", "min", "med", "max", "p(90)", "p(95)", "p(99)", "count"};

std::string file_text(const std::string& name)
{
  const auto path = std::string(ONSALE_SOURCE_DIR) + "/tests/unit/k6/data/" + name;
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_FALSE(text.str().empty()) << path;
  return text.str();
}

Summary::Group group_from(const Json& json)
{
  Summary::Group group{json["name"], json["path"], {}, {}};
  for (const auto& inner : json["groups"])
    group.groups.push_back(group_from(inner));
  for (const auto& check : json["checks"])
    group.checks.push_back({check["name"], check["path"], check["passes"], check["fails"]});
  return group;
}

/// The type of a metric does not stand in the file: it shows in the names of its values.
MetricKind kind_from(const Json& json)
{
  if (json.contains("avg"))
    return MetricKind::trend;
  if (json.contains("passes"))
    return MetricKind::rate;
  return json.contains("min") ? MetricKind::gauge : MetricKind::counter;
}

Summary::Metric metric_from(const std::string& name, const Json& json)
{
  Summary::Metric metric;
  metric.name = name;
  metric.kind = kind_from(json);
  metric.content = name.starts_with("data_")          ? MetricContent::data
                   : metric.kind == MetricKind::trend ? MetricContent::time
                                                      : MetricContent::number;
  for (const auto& [value_name, value] : json.items())
    if (value_name != "thresholds")
      metric.values.push_back({metric.kind == MetricKind::rate && value_name == "value" ? "rate" : value_name, value});
  if (json.contains("thresholds"))
    for (const auto& [expression, crossed] : json["thresholds"].items())
      metric.thresholds.push_back({expression, 0, not crossed.get<bool>()});
  return metric;
}

Summary summary_from(const Json& json)
{
  Summary summary;
  summary.trend_stats = all_stats;
  summary.root_group = group_from(json["root_group"]);
  for (const auto& [name, metric] : json["metrics"].items())
    summary.metrics.push_back(metric_from(name, metric));
  std::sort(summary.metrics.begin(), summary.metrics.end(),
            [](const auto& a, const auto& b) { return summary_order(a.name, b.name); });
  return summary;
}

/// What k6 printed between its progress bars: from the empty line before the first check to the one before `running`.
std::string block_of(const std::string& console)
{
  const auto begin = console.find("     ✓ ") == std::string::npos
                         ? console.find("     ✗ ")
                         : std::min(console.find("     ✓ "), console.find("     ✗ "));
  return console.substr(begin - 1, console.find("\nrunning (") - begin + 1);
}

class RealRun : public testing::TestWithParam<const char*> {};

TEST_P(RealRun, SummaryIsRenderedByteForByteAsK6Did)
{
  const auto json = Json::parse(file_text(std::string(GetParam()) + ".summary.json"));
  EXPECT_EQ(summary_text(summary_from(json)), block_of(file_text(std::string(GetParam()) + ".summary.txt")));
}

TEST_P(RealRun, ExportHasTheSameContentAsK6s)
{
  const auto text = file_text(std::string(GetParam()) + ".summary.json");
  const auto exported = summary_export(summary_from(Json::parse(text)));
  EXPECT_EQ(nlohmann::json::parse(exported), nlohmann::json::parse(text));
}

TEST_P(RealRun, ExportWritesTheSameLinesAsK6InAnotherOrder)
{
  const auto sorted_lines = [](const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
      if (line.ends_with(',')) // where a comma stands depends on the order
        line.pop_back();
      lines.push_back(line);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  };
  const auto text = file_text(std::string(GetParam()) + ".summary.json");
  EXPECT_EQ(sorted_lines(summary_export(summary_from(Json::parse(text)))), sorted_lines(text));
}

INSTANTIATE_TEST_SUITE_P(Journey, RealRun, testing::Values("c-journey-baseline-1", "a-light-status"));

/// What v0.47 printed of tests with several scenarios, odd names, a setup, one unit of time.
std::string legacy_of(const std::string& name, std::vector<std::string> stats = default_trend_stats(),
                      std::optional<TimeUnit> time_unit = {})
{
  auto summary = summary_from(Json::parse(file_text(name + ".summary.json")));
  for (auto& metric : summary.metrics)
    if (metric.name == "plain") // a trend of numbers, which does not stand in the file
      metric.content = MetricContent::number;
  summary.trend_stats = std::move(stats);
  summary.time_unit = time_unit;
  return summary_text(summary);
}

TEST(SummaryText, IsRenderedByteForByteAsK6DidWithNamesGroupsAndUnits)
{
  EXPECT_EQ(legacy_of("k6-scenarios"), file_text("k6-scenarios.summary.txt"));
  EXPECT_EQ(legacy_of("k6-names"), file_text("k6-names.summary.txt"));
  EXPECT_EQ(legacy_of("k6-setup"), file_text("k6-setup.summary.txt"));
  EXPECT_EQ(legacy_of("k6-time-unit", {"avg", "p(90)", "count"}, TimeUnit::milliseconds),
            file_text("k6-time-unit.summary.txt"));
}

Summary small_summary()
{
  Summary summary;
  summary.duration_s = 2;
  summary.trend_stats = default_trend_stats();
  summary.root_group.checks = {{"status is 200", "::status is 200", 9, 1}};
  const auto trend = [](const char* name, std::vector<double> values) {
    Summary::Metric metric{name, MetricKind::trend, MetricContent::time, {}, {}};
    for (std::size_t i = 0; i < values.size(); ++i)
      metric.values.push_back({default_trend_stats()[i], values[i]});
    return metric;
  };
  auto duration = trend("http_req_duration", {15, 10, 14, 25, 20, 23});
  duration.thresholds = {{"p(95)<20", 23, false}};
  Summary::Metric requests{
      "http_reqs", MetricKind::counter, MetricContent::number, {{"count", 10}, {"rate", 5}}, {{"count>5", 10, true}}};
  summary.metrics = {
      {"checks", MetricKind::rate, MetricContent::number, {{"rate", 0.9}, {"passes", 9}, {"fails", 1}}, {}},
      {"data_received", MetricKind::counter, MetricContent::data, {{"count", 12345}, {"rate", 6172.5}}, {}},
      trend("http_req_blocked", {1, 1, 1, 1, 1, 1}),
      duration,
      trend("http_req_duration{expected_response:true}", {14, 10, 14, 20, 19, 20}),
      {"http_req_failed", MetricKind::rate, MetricContent::number, {{"rate", 0.1}, {"passes", 1}, {"fails", 9}}, {}},
      requests,
      {"iterations", MetricKind::counter, MetricContent::number, {{"count", 10}, {"rate", 5}}, {}},
      {"seats_left", MetricKind::gauge, MetricContent::number, {{"value", 3}, {"min", 1}, {"max", 5}}, {}}};
  return summary;
}

TEST(SummaryText, CompactShowsThresholdsThenTotalsInBlocksAndHidesTheHttpPhases)
{
  EXPECT_EQ(summary_text(small_summary(), {SummaryMode::compact, false}), R"(
  █ THRESHOLDS 

    http_req_duration
    ✗ 'p(95)<20' p(95)=23ms

    http_reqs
    ✓ 'count>5' count=10


  █ TOTAL RESULTS 

    checks_total.......: 10     5/s
    checks_succeeded...: 90.00% 9 out of 10
    checks_failed......: 10.00% 1 out of 10

    ✗ status is 200
      ↳  90% — ✓ 9 / ✗ 1

    CUSTOM
    seats_left.....................: 3      min=1       max=5

    HTTP
    http_req_duration..............: avg=15ms min=10ms med=14ms max=25ms p(90)=20ms p(95)=23ms
      { expected_response:true }...: avg=14ms min=10ms med=14ms max=20ms p(90)=19ms p(95)=20ms
    http_req_failed................: 10.00% 1 out of 10
    http_reqs......................: 10     5/s

    EXECUTION
    iterations.....................: 10     5/s

    NETWORK
    data_received..................: 12 kB  6.2 kB/s

)");
}

TEST(SummaryText, FullShowsThePhasesAndEachScenarioAndGroup)
{
  auto summary = small_summary();
  Summary::Section group{"pay", false, {summary.metrics[7]}, summary.root_group.checks, {}};
  summary.sections = {{"buyers", true, {summary.metrics[7]}, {}, {group}}};
  const auto text = summary_text(summary, {SummaryMode::full, false});
  EXPECT_THAT(text, testing::HasSubstr("    http_req_blocked...............: avg=1ms  min=1ms "));
  EXPECT_THAT(text, testing::EndsWith(R"(
    NETWORK
    data_received..................: 12 kB  6.2 kB/s


  █ SCENARIO: buyers 

    EXECUTION
    iterations...: 10 5/s

    ↳ GROUP: pay 

      checks_total.......: 10     5/s
      checks_succeeded...: 90.00% 9 out of 10
      checks_failed......: 10.00% 1 out of 10

      ✗ status is 200
        ↳  90% — ✓ 9 / ✗ 1

      EXECUTION
      iterations...: 10 5/s

)"));
}

TEST(SummaryText, LegacyMarksACrossedThresholdAndIndentsGroups)
{
  auto summary = small_summary();
  summary.root_group.groups = {{"pay", "::pay", {}, {{"paid", "::pay::paid", 1, 0}}}};
  const auto text = summary_text(summary);
  EXPECT_THAT(text, testing::HasSubstr("     ✗ status is 200\n      ↳  90% — ✓ 9 / ✗ 1\n\n"));
  EXPECT_THAT(text, testing::HasSubstr("     █ pay\n\n       ✓ paid\n\n"));
  EXPECT_THAT(text, testing::HasSubstr("   ✗ http_req_duration...."));
  EXPECT_THAT(text, testing::HasSubstr("   ✓ http_reqs...."));
}

TEST(SummaryText, ColourChangesNoLetterAndNoColumn)
{
  for (const auto mode : {SummaryMode::legacy, SummaryMode::compact, SummaryMode::full}) {
    auto coloured = summary_text(small_summary(), {mode, true});
    EXPECT_THAT(coloured, testing::HasSubstr("\x1b[36m"));
    for (auto begin = coloured.find('\x1b'); begin != std::string::npos; begin = coloured.find('\x1b'))
      coloured.erase(begin, coloured.find('m', begin) - begin + 1);
    EXPECT_EQ(coloured, summary_text(small_summary(), {mode, false}));
  }
}

TEST(SummaryText, ModeIsOneOfThreeWords)
{
  EXPECT_EQ(parse_summary_mode("full"), SummaryMode::full);
  EXPECT_THAT([] { parse_summary_mode("short"); }, testing::ThrowsMessage<std::invalid_argument>(
                                                       "'short' is not a summary mode; one of legacy, compact, full"));
}

} // namespace
} // namespace onsale::k6
