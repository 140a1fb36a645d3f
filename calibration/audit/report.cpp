#include "calibration/audit/report.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace onsale::calibration {
namespace {

using Json = nlohmann::ordered_json;

const char* colour_of(Verdict verdict)
{
  switch (verdict) {
  case Verdict::holds:
    return "32";
  case Verdict::doubtful:
    return "33";
  case Verdict::broken:
    return "1;31";
  case Verdict::not_applicable:
    break;
  }
  return "2";
}

const char* mark_of(Verdict verdict)
{
  switch (verdict) {
  case Verdict::holds:
    return "✓";
  case Verdict::doubtful:
    return "?";
  case Verdict::broken:
    return "✗";
  case Verdict::not_applicable:
    break;
  }
  return "-";
}

/// Names come from files that anyone wrote, and none of them writes to the terminal by control characters.
std::string printable(std::string text)
{
  std::replace_if(
      text.begin(), text.end(), [](char letter) { return (letter >= 0 && letter < ' ') || letter == '\x7f'; }, '?');
  return text;
}

Json to_json(const AuditedLaw& law)
{
  Json findings = Json::array();
  for (const Finding& finding : law.findings) {
    Json figures = Json::array();
    for (const FigureName& name : finding.figures)
      figures.push_back({{"metric", name.metric}, {"stat", name.statistic}});
    findings.push_back(
        {{"verdict", to_string(finding.verdict)}, {"arithmetic", finding.arithmetic}, {"figures", figures}});
  }
  return {{"law", law.law->name},
          {"statement", law.law->statement},
          {"verdict", to_string(law.verdict)},
          {"findings", findings}};
}

Json to_json(const Audit& audit)
{
  Json laws = Json::array();
  for (const AuditedLaw& law : audit.laws)
    laws.push_back(to_json(law));
  Json broken = Json::array();
  for (const BrokenFigure& figure : broken_figures(audit))
    broken.push_back(
        {{"metric", figure.metric}, {"stat", figure.stat}, {"law", figure.law}, {"arithmetic", figure.arithmetic}});
  return {{"name", audit.name},
          {"verdict", to_string(audit.worst())},
          {"laws", laws},
          {"broken_figures", broken},
          {"passed_over", audit.passed_over},
          {"limited_by", {{"what", to_string(audit.limit.limiter)}, {"arithmetic", audit.limit.arithmetic}}}};
}

} // namespace

std::string audit_table(const Audit& audit, bool colour)
{
  const auto paint = [&](const char* code, const std::string& text) {
    return colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
  };
  std::string table = fmt::format("{}  {}\n\n", paint("1", printable(audit.name)),
                                  paint(colour_of(audit.worst()), std::string(to_string(audit.worst()))));
  for (const AuditedLaw& law : audit.laws) {
    table += fmt::format("  {} {:<18}{:<16}{}\n", paint(colour_of(law.verdict), mark_of(law.verdict)), law.law->name,
                         to_string(law.verdict), law.law->statement);
    for (const Finding& finding : law.findings)
      if (finding.verdict >= Verdict::doubtful)
        table += fmt::format("      {}\n", paint(colour_of(finding.verdict), printable(finding.arithmetic)));
  }
  if (audit.passed_over > 0)
    table += fmt::format("\n  the last of {} results in that text; the others were not read\n", audit.passed_over + 1);
  table += fmt::format("\n  limited by {}{}\n", to_string(audit.limit.limiter),
                       audit.limit.arithmetic.empty() ? "" : ": " + printable(audit.limit.arithmetic));
  return table;
}

std::string audit_json(const std::vector<Audit>& audits)
{
  Json list = Json::array();
  for (const Audit& audit : audits)
    list.push_back(to_json(audit));
  // Names come from files that anyone wrote: what is no UTF-8 is replaced.
  return Json{{"audits", list}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace onsale::calibration
