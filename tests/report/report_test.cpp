// The page that shows a run: what it says, that it needs no network, and that a browser shows it without an error.
#include "tests/cli/program.hpp"
#include "tests/report/browser.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace onsale::report {
namespace {

using cli::Ended;
using cli::Workplace;
using testing::HasSubstr;

bool holds(const std::string& page, std::string_view words)
{
  return page.find(words) != std::string::npos;
}

void run_with_report(const Workplace& place, std::vector<std::string> more = {})
{
  place.write("small.yaml", cli::small_scenario());
  more.insert(more.begin(), {"run", "small.yaml", "-q", "--out-dir", "result", "--report"});
  const Ended ended = place.run(more);
  ASSERT_EQ(ended.exit_code, 0) << ended.errors;
}

} // namespace

TEST(Report, FirstScreenSaysWhetherItHeldWhatStoppedItAndWhatToChange)
{
  const Workplace place;
  run_with_report(place, {"--set", "spring.datasource.hikari.maximum-pool-size=1", "--set",
                          "options.scenarios.buyers.duration=8s", "--set", "options.scenarios.buyers.vus=200"});
  const std::string page = place.read("result/report.html");
  EXPECT_TRUE(holds(page, "<p>Keeps its promise: p(95) below 5s is "));
  EXPECT_TRUE(holds(page, "; hikari pool is full from "));
  EXPECT_TRUE(holds(page, "✓ http_req_duration p(95)&lt;5000: was "));
  EXPECT_TRUE(holds(page, "from then on hikari pool was full."));
  EXPECT_TRUE(holds(page, "<li>Widen hikari pool"));
  EXPECT_TRUE(holds(page, "<code>onsale run small.yaml --set spring.datasource.hikari.maximum-pool-size=2</code>"));
  EXPECT_TRUE(holds(page, "in “wait: connection”.</li>"));
}

TEST(Report, AdviceIsTriedAndThePageSaysWhatCameOfIt)
{
  const Workplace place;
  run_with_report(place, {"--set", "spring.datasource.hikari.maximum-pool-size=1", "--set",
                          "options.scenarios.buyers.duration=8s", "--set", "options.scenarios.buyers.vus=200"});
  const Ended ended = place.run({"report", "result", "--try-advice"});
  ASSERT_EQ(ended.exit_code, 0) << ended.errors;
  EXPECT_THAT(place.read("result/advice.csv"),
              testing::StartsWith("change,figure,before,after,difference,half_width\n'--set "
                                  "spring.datasource.hikari.maximum-pool-size=2,http_req_duration p(95),"));
  const std::string page = place.read("result/report.html");
  EXPECT_TRUE(holds(page, "Tried by simulation, with the same customers: --set "
                          "spring.datasource.hikari.maximum-pool-size=2: p95 "));
  EXPECT_TRUE(holds(page, "--set server.tomcat.threads.max=400: p95 "));
}

TEST(Report, IsOneFileThatNeedsNoNetworkAndGivesTheSameBytes)
{
  const Workplace place;
  run_with_report(place);
  const std::string page = place.read("result/report.html");
  EXPECT_LT(page.size(), 3'000'000U);
  for (const char* address : {"src=\"http", "href=\"http", "url(http", "import ", "fetch("})
    EXPECT_FALSE(holds(page, address)) << address;
  EXPECT_FALSE(holds(page, "{{"));
  const Ended again = place.run({"report", "result", "--out", "again.html", "--json"});
  EXPECT_EQ(again.exit_code, 0) << again.errors;
  EXPECT_EQ(nlohmann::json::parse(again.output).at("file"), "again.html");
  EXPECT_TRUE(place.read("again.html") == page);
}

TEST(Report, PicturesAreThereWithoutScriptsAndHaveWords)
{
  const Workplace place;
  run_with_report(place);
  const std::string page = place.read("result/report.html");
  std::size_t pictures = 0;
  for (std::size_t at = page.find("<img "); at != std::string::npos; at = page.find("<img ", at + 1)) {
    const std::string tag = page.substr(at, page.find('>', at) - at);
    EXPECT_THAT(tag.substr(0, 200), HasSubstr("alt=\""));
    EXPECT_TRUE(holds(tag, "src=\"data:image/svg+xml,"));
    ++pictures;
  }
  EXPECT_EQ(pictures, 6U);
}

TEST(Report, LongRunsAreThinnedOutAndThePageSaysSo)
{
  const Workplace place;
  run_with_report(place);
  std::string rows = "time_s,vus,requests_per_s,failures_per_s,iterations_per_s,dropped_per_s,mean_ms,p50_ms,p95_ms,"
                     "p99_ms,max_ms,box cpu utilisation,box cpu queued\n";
  for (int second = 1; second <= 120'000; ++second)
    rows += std::to_string(second) + ",1000,812.345678,0,406.172839,0,12.3456789,10.2345678,34.5678912,56.789123,78.91,"
                                     "0.512345678,3\n";
  EXPECT_GT(rows.size(), 10'000'000U);
  place.write("result/timeseries.csv", rows);
  ASSERT_EQ(place.run({"report", "result"}).exit_code, 0);
  const std::string page = place.read("result/report.html");
  EXPECT_LT(page.size(), 3'000'000U);
  EXPECT_TRUE(holds(page, "this page shows one point for each 100 seconds"));
}

TEST(Report, NeedsAFolderToWriteInto)
{
  const Workplace place;
  place.write("small.yaml", cli::small_scenario());
  const Ended ended = place.run({"run", "small.yaml", "--report"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_EQ(ended.errors, "--report: needs a folder to write into: add --out-dir FOLDER\n");
}

TEST(Report, ABrowserShowsItWithoutAnErrorInLightAndDark)
{
  if (not has_browser())
    GTEST_SKIP() << "chromium is not installed";
  const Workplace place;
  run_with_report(place);
  const bool interactive = nlohmann::json::parse(place.run({"report", "result", "--json"}).output).at("interactive");
  for (const char* scheme : {"--blink-settings=preferredColorScheme=1", "--blink-settings=preferredColorScheme=0"}) {
    const Shown shown = show(place / "result/report.html#latency", place / "result", scheme);
    EXPECT_FALSE(holds(shown.messages, "CONSOLE")) << shown.messages;
    EXPECT_TRUE(holds(shown.content, "<a href=\"#latency\" role=\"tab\"")) << shown.messages;
    EXPECT_TRUE(holds(shown.content, "aria-selected=\"true\" tabindex=\"0\">Latency</a>"));
    EXPECT_EQ(holds(shown.content, "aria-label=\"Response time over time\""), interactive);
  }
}

TEST(Report, HasATableOfEndpointsThatAddsUp)
{
  const Workplace place;
  run_with_report(place);
  const std::string page = place.read("result/report.html");
  EXPECT_TRUE(holds(page, "<th scope=\"row\">All requests</th>"));
  for (const char* row : {"<tr data-endpoint=\"0\"><th scope=\"row\">token</th><td data-label=\"requests\">",
                          "<th scope=\"row\">hold</th>", "(seat_taken)", "<h3>token <small>", "box 4 cores",
                          "buyers: constant-vus, up to 60 VUs", "<td>chosen_user</td>"})
    EXPECT_TRUE(holds(page, row)) << row;
  const std::string endpoints = place.read("result/endpoints.csv");
  const auto count = [&](const std::string& name) {
    return std::stoul(endpoints.substr(endpoints.find("\n" + name + ",") + name.size() + 2));
  };
  EXPECT_EQ(count("(all)"), count("token") + count("hold"));
}

TEST(Report, NamesMayHoldWhatEndsATextAScriptOrASection)
{
  const Workplace place;
  std::string scenario = cli::small_scenario();
  const auto replace = [&](const std::string& what, const std::string& with) {
    for (std::size_t at = scenario.find(what); at != std::string::npos; at = scenario.find(what, at + with.size()))
      scenario.replace(at, what.size(), with);
  };
  replace("  token:\n    method", "  \"'quoted' ]]> =1\\nx\":\n    method");
  replace("endpoint: token", "endpoint: \"'quoted' ]]> =1\\nx\"");
  replace("  box: {cores", "  \"<!--<script>\": {cores");
  replace("server: box", "server: \"<!--<script>\"");
  place.write("odd.yaml", scenario);
  const Ended ended = place.run({"run", "odd.yaml", "-q", "--out-dir", "result", "--report"});
  ASSERT_EQ(ended.exit_code, 0) << ended.errors;
  const std::string page = place.read("result/report.html");
  EXPECT_FALSE(holds(page, "<!--<script>"));
  EXPECT_TRUE(holds(page, "\\u003c!--\\u003cscript>"));
  ASSERT_EQ(place.run({"plot", "result"}).exit_code, 0);
  EXPECT_FALSE(holds(place.read("pictures/anatomy.svg"), "]]>"));
  if (not has_browser())
    GTEST_SKIP() << "chromium is not installed";
  const Shown shown = show(place / "result/report.html#latency", place / "result");
  EXPECT_FALSE(holds(shown.messages, "CONSOLE")) << shown.messages;
  EXPECT_TRUE(holds(shown.content, "aria-selected=\"true\" tabindex=\"0\">Latency</a>"));
}

TEST(Report, ComparesTwoRuns)
{
  const Workplace place;
  run_with_report(place);
  const Ended other = place.run(
      {"run", "small.yaml", "-q", "--out-dir", "narrow", "--set", "spring.datasource.hikari.maximum-pool-size=1"});
  ASSERT_EQ(other.exit_code, 0) << other.errors;
  const Ended ended = place.run({"report", "result", "narrow"});
  ASSERT_EQ(ended.exit_code, 0) << ended.errors;
  const std::string page = place.read("comparison.html");
  EXPECT_TRUE(holds(page, "<h1>result against spring.datasource.hikari.maximum-pool-size=1</h1>"));
  EXPECT_TRUE(holds(page,
                    "<td data-label=\"what\">spring.datasource.hikari.maximum-pool-size</td><td data-label=\"A\">5</td>"
                    "<td data-label=\"B\">1</td>"));
  EXPECT_TRUE(holds(page, "<td>response time p95</td>"));
  EXPECT_FALSE(holds(page, "{{"));
  EXPECT_EQ(place.run({"report", "result", "narrow", "--try-advice"}).exit_code, 2);
}

TEST(Report, OfTheLargestReplayIsUnderAMegabyte)
{
  const Workplace place;
  place.run({"run", "queue-5000vu/queue-token-issue", "-q", "--out-dir", "result", "--report"});
  const std::string page = place.read("result/report.html");
  EXPECT_GT(page.size(), 100'000U);
  EXPECT_LT(page.size(), 1'000'000U);
}

TEST(Report, WhoSeesBadlyOrUsesNoMouseCanUseAllOfIt)
{
  if (not has_browser() || not std::filesystem::exists(ONSALE_AXE))
    GTEST_SKIP() << "chromium or axe-core is not installed";
  const Workplace place;
  place.write("fault.yaml", cli::small_scenario() + "faults:\n  - {fault: database down, from: 1s, to: 2s}\n");
  ASSERT_EQ(place.run({"run", "fault.yaml", "-q", "--out-dir", "result", "--report"}).exit_code, 0);
  EXPECT_TRUE(holds(place.read("result/report.html"), "<li>database down, 1 s to 2 s</li>"));
  ASSERT_EQ(place.run({"report", "result", "result"}).exit_code, 0);
  for (const char* name : {"result/report.html", "comparison.html"}) {
    place.write("audited.html", with_audit(place.read(name), ONSALE_AXE));
    for (const char* scheme : {"--blink-settings=preferredColorScheme=1", "--blink-settings=preferredColorScheme=0"}) {
      const Shown shown =
          show(place / "audited.html", place / "result", std::string("--virtual-time-budget=60000 ") + scheme);
      EXPECT_TRUE(holds(shown.content, "<pre id=\"audit\">none</pre>"))
          << name << ": "
          << shown.content.substr(std::min(shown.content.size(), shown.content.find("<pre id=\"audit\"")))
          << shown.messages;
    }
  }
}

} // namespace onsale::report
