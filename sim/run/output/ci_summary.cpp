#include "sim/run/output/ci_summary.hpp"

#include "model/k6/metric/metric_format.hpp"
#include "sim/run/verdict/lost.hpp"
#include "sim/run/verdict/remarks.hpp"
#include "sim/run/verdict/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::run {
namespace {

/// XML 1.0 knows no control characters but three.
std::string xml_text(const std::string& text)
{
  std::string escaped;
  for (const char letter : text)
    switch (letter) {
    case '&':
      escaped += "&amp;";
      break;
    case '<':
      escaped += "&lt;";
      break;
    case '>':
      escaped += "&gt;";
      break;
    case '"':
      escaped += "&quot;";
      break;
    default:
      escaped += static_cast<unsigned char>(letter) < 0x20 ? ' ' : letter;
    }
  return escaped;
}

std::string test_case(const std::string& kind, const std::string& name, double time_s, const std::string& failure)
{
  const std::string head =
      fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\"", kind, xml_text(name), time_s);
  return failure.empty()
             ? head + "/>\n"
             : head + fmt::format(">\n      <failure message=\"{}\"/>\n    </testcase>\n", xml_text(failure));
}

std::string thresholds_table(const k6::Summary& summary)
{
  std::string rows;
  for (const k6::Summary::Metric& metric : summary.metrics)
    for (const k6::Summary::Threshold& each : metric.thresholds)
      rows += fmt::format("| {} | {} | {} | {} |\n", each.ok ? "kept" : "**broken**", markdown_cell(metric.name),
                          markdown_cell(each.expression),
                          markdown_cell(observed_text(metric.name, each.expression, each.observed)));
  return rows.empty() ? "" : "\n| promise | metric | threshold | was |\n| --- | --- | --- | --- |\n" + rows;
}

std::string endpoints_of(const RunResult& result)
{
  std::string rows;
  for (const EndpointSeries& each : result.endpoints) {
    const auto ms = [&](const char* name) {
      const auto found = std::ranges::find(each.durations_ms, name, &std::pair<std::string, double>::first);
      return found == each.durations_ms.end() ? "" : k6::duration_text(found->second);
    };
    rows += fmt::format("| {} | {} | {} | {} | {} | {} |\n", markdown_cell(each.name), each.requests, each.failed,
                        ms("avg"), ms("p(95)"), ms("p(99)"));
  }
  return rows.empty() ? ""
                      : "\n| endpoint | requests | failed | mean | p95 | p99 |\n"
                        "| --- | ---: | ---: | ---: | ---: | ---: |\n" +
                            rows;
}

} // namespace

std::string markdown_cell(const std::string& text)
{
  std::string escaped;
  for (const char letter : text) {
    if (std::string_view("|\\`*_<>[]").find(letter) != std::string_view::npos)
      escaped += '\\';
    escaped += letter == '\n' || letter == '\r' ? ' ' : letter;
  }
  return escaped;
}

std::string junit_xml(const RunRequest& request, const Scenario& scenario, const RunResult& result)
{
  constexpr double few = 0.01;
  std::string cases;
  std::size_t count = 1;
  std::size_t failures = 0;
  for (const k6::Summary::Metric& metric : result.summary.metrics)
    for (const k6::Summary::Threshold& each : metric.thresholds) {
      ++count;
      failures += each.ok ? 0 : 1;
      cases += test_case("thresholds", metric.name + " " + each.expression, result.load.duration_s,
                         each.ok ? "" : "was " + observed_text(metric.name, each.expression, each.observed));
    }
  const Lost lost = lost_customers(scenario.load, result.load, result.summary);
  const bool loses = std::max(lost.iterations_share(), lost.requests_share()) >= few;
  failures += loses ? 1 : 0;
  cases += test_case("customers", "fewer than 1 % are lost", result.load.duration_s, loses ? lost_text(lost) : "");
  return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
                     "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" time=\"{:.3f}\">\n{}"
                     "    <system-out>{}</system-out>\n  </testsuite>\n</testsuites>\n",
                     xml_text("onsale " + request.scenario), count, failures, result.load.duration_s, cases,
                     xml_text(verdict(scenario, result)));
}

std::string markdown_summary(const RunRequest& request, const Scenario& scenario, const RunResult& result)
{
  std::string text =
      fmt::format("### {}\n\n{}\n", markdown_cell(request.scenario), markdown_cell(verdict(scenario, result)));
  for (const std::string& remark : remarks(scenario, result))
    text += fmt::format("\n> {}\n", markdown_cell(remark));
  text += thresholds_table(result.summary) + endpoints_of(result);
  if (const std::string blamed = blame_text(result.blame); not blamed.empty())
    text += fmt::format("\nTime goes to {}.\n", markdown_cell(blamed));
  return text + fmt::format("\nSimulated by onsale {}, seed {}.\n", request.version, request.seed);
}

} // namespace onsale::run
