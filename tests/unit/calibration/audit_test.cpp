#include "calibration/audit/audit.hpp"
#include "calibration/audit/report.hpp"
#include "calibration/k6/reader.hpp"
#include "tests/unit/calibration/result_fixture.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>

namespace onsale::calibration {
namespace {

namespace fs = std::filesystem;

const fs::path source = ONSALE_SOURCE_DIR;

/// Results that k6 printed itself, as far as anyone knows.
std::vector<fs::path> genuine_files()
{
  const fs::path published = source / "scenarios/queue-5000vu/published";
  const fs::path data = source / "calibration/data";
  return {published / "queue-token-issue.json", published / "queue-status-poll.json",
          published / "seat-occupy-reserve.json", data / "a-light-token/summary.json",
          data / "e-arrival-seats/summary.json"};
}

TEST(Audit, GenuineResultsRaiseNoAlarm)
{
  for (const fs::path& file : genuine_files()) {
    const Audit audited = audit(read_k6_result(file));
    EXPECT_EQ(audited.worst(), Verdict::holds) << audit_table(audited, false);
    EXPECT_TRUE(broken_figures(audited).empty());
  }
}

Figure* find(K6Result& result, const FigureName& name)
{
  for (K6Result::Metric& metric : result.metrics)
    for (auto& [statistic, figure] : metric.statistics)
      if (metric.name == name.metric && statistic == name.statistic)
        return &figure;
  return nullptr;
}

/// Every figure that some law binds, once. The law of printing looks at the text, which is not altered.
std::vector<FigureName> bound_figures(const Audit& audited)
{
  std::vector<FigureName> names;
  for (const AuditedLaw& law : audited.laws)
    for (const Finding& finding : std::string_view(law.law->name) == "printing" ? Findings{} : law.findings)
      for (const FigureName& name : finding.figures)
        if (std::find(names.begin(), names.end(), name) == names.end())
          names.push_back(name);
  return names;
}

struct Score {
  int altered = 0;
  int caught = 0;
  std::string missed;
};

bool counts(const FigureName& name, const Figure& figure)
{
  return name.statistic == "count" || name.statistic == "passes" || name.statistic == "fails" ||
         (figure.low == figure.high && name.metric.starts_with("vus"));
}

/// Alters one figure after the other by 5 % up and down; counts stay whole. A figure of 0 stays what it is.
Score alter_each_figure(const K6Result& genuine)
{
  Score score;
  for (const FigureName& name : bound_figures(audit(genuine)))
    for (const double factor : {0.95, 1.05}) {
      K6Result altered = genuine;
      Figure* const figure = find(altered, name);
      if (figure == nullptr || figure->low == 0)
        continue;
      const double before = figure->low;
      figure->low *= factor;
      figure->high *= factor;
      if (counts(name, *figure))
        figure->low = figure->high = std::round(figure->low);
      if (figure->low == before)
        continue;
      ++score.altered;
      if (audit(altered).worst() >= Verdict::doubtful)
        ++score.caught;
      else
        score.missed += fmt::format(" {} {} x {},", name.metric, name.statistic, factor);
    }
  return score;
}

TEST(Audit, CatchesMostFiguresThatAreFivePercentOff)
{
  Score all;
  for (const fs::path& file : genuine_files()) {
    const Score score = alter_each_figure(read_k6_result(file));
    fmt::print("{}: {} of {} caught, missed:{}\n", file.filename().string(), score.caught, score.altered, score.missed);
    all.altered += score.altered;
    all.caught += score.caught;
  }
  fmt::print("{} of {} altered figures caught\n", all.caught, all.altered);
  EXPECT_GT(all.caught, 0.6 * all.altered);
}

TEST(Audit, NamesEachBrokenFigureOnceWithItsFirstLaw)
{
  const auto broken =
      broken_figures(audit(block({shares("http_req_failed", {{"rate", "50.00%"}, {"passes", "1"}, {"fails", "99"}}),
                                  counter("http_reqs", {{"count", "99"}})})));
  ASSERT_EQ(broken.size(), 4U);
  EXPECT_EQ(broken[0].metric, "http_req_failed");
  EXPECT_EQ(broken[0].stat, "rate");
  EXPECT_EQ(broken[0].law, "shares");
  EXPECT_EQ(broken[0].arithmetic, "http_req_failed: 1 / 100 = 1 %, 50.00% is given");
  EXPECT_EQ(broken[3].metric, "http_reqs");
}

TEST(Audit, ReportsForProgramsHoldVerdictAndArithmetic)
{
  const auto json = nlohmann::json::parse(audit_json({audit(block({times("tps", {{"min", "3ms"}, {"max", "2ms"}})}))}));
  const auto& audited = json.at("audits").at(0);
  EXPECT_EQ(audited.at("verdict"), "broken");
  EXPECT_EQ(audited.at("laws").size(), laws().size());
  EXPECT_EQ(audited.at("broken_figures").at(0).at("stat"), "min");
  EXPECT_EQ(audited.at("broken_figures").at(0).at("arithmetic"),
            "tps: min 0.003 to 0.00301 is above max 0.002 to 0.00201");
}

TEST(Audit, NamesOfStrangersAreNoControlCharacters)
{
  const Audit audited = audit(block({times("t\x1b[2J\xff", {{"min", "3ms"}, {"max", "2ms"}})}));
  EXPECT_EQ(audit_table(audited, false).find('\x1b'), std::string::npos);
  EXPECT_NO_THROW(nlohmann::json::parse(audit_json({audited})));
}

std::string refusal(const std::string& text)
{
  const fs::path path = fs::path(testing::TempDir()) / "not-a-result.json";
  std::ofstream(path) << text;
  try {
    read_k6_result(path);
  } catch (const config::InvalidInput& error) {
    const std::string message = error.what();
    return message.substr(path.string().size());
  }
  return "accepted";
}

TEST(Reader, TellsWhatAFileIsNot)
{
  EXPECT_EQ(refusal("{}"), ": neither a published result (it has no `results`) nor k6's --summary-export (it has no "
                           "`metrics`)");
  EXPECT_TRUE(refusal("{\"metrics\": ").starts_with(":1:13: not JSON: syntax error while parsing value"));
  EXPECT_TRUE(refusal("{\"results\": {}}").starts_with(": not the result of a k6 test: "));
}

TEST(Reader, TakesTimesOfAnExportAsMilliseconds)
{
  const auto result = read_k6_result(source / "calibration/data/a-light-token/summary.json");
  EXPECT_NEAR(result.find("http_req_duration", "p95")->low, 5.1396853974e-3, 1e-11);
  EXPECT_EQ(result.find("http_reqs", "count")->low, 5653);
  EXPECT_EQ(result.find("http_req_failed", "rate")->low, 0);
  ASSERT_TRUE(result.options.has_value());
  EXPECT_EQ(k6::initialised_vus(*result.options), 10);
}

} // namespace
} // namespace onsale::calibration
