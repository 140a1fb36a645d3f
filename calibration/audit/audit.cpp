#include "calibration/audit/audit.hpp"

#include "calibration/audit/laws.hpp"

#include <algorithm>
#include <array>

namespace onsale::calibration {
namespace {

constexpr std::array all_laws = {
    Law{"one duration", "counts / rates are the same duration by every counter and by the run line", check_clock},
    Law{"planned duration", "the run lasts as long as its options say", check_planned_duration},
    Law{"VU-seconds", "iterations x mean time fill the VU time that the options give, and no more", check_vu_seconds},
    Law{"virtual users", "the gauges show the VUs of the options", check_virtual_users},
    Law{"arrivals", "iterations due = begun + dropped, as many as the VUs can begin", check_arrivals},
    Law{"iterations", "planned = complete + dropped + cut off", check_iterations},
    Law{"iteration time", "an iteration takes its pauses and its requests", check_iteration_time},
    Law{"requests", "requests = iterations x requests of the journey", check_requests},
    Law{"checks", "checks = iterations x checks of the journey, and the single checks add up", check_checks},
    Law{"shares", "passes / (passes + fails) is the rate, and every request passed or failed", check_shares},
    Law{"endpoints", "the requests of the endpoints add up", check_endpoints},
    Law{"seats", "no more seats are sold than there are", check_seats},
    Law{"order", "min <= med <= p90 <= p95 <= p99 <= max", check_order},
    Law{"means", "the mean lies where the quantiles allow it", check_means},
    Law{"phases", "duration = sending + waiting + receiving", check_phases},
    Law{"sub-metrics", "a part is within its whole", check_sub_metrics},
    Law{"time-outs", "no response takes longer than the time-out, and who times out fails", check_time_outs},
    Law{"thresholds", "the verdicts follow from the figures", check_thresholds},
    Law{"printing", "the figures look as k6 prints them", check_printing}};

Verdict worst_of(const Findings& findings)
{
  Verdict worst = Verdict::not_applicable;
  for (const Finding& finding : findings)
    worst = std::max(worst, finding.verdict);
  return worst;
}

} // namespace

std::span<const Law> laws()
{
  return all_laws;
}

Verdict Audit::worst() const
{
  Verdict worst = Verdict::not_applicable;
  for (const AuditedLaw& each : laws)
    worst = std::max(worst, each.verdict);
  return worst;
}

Audit audit(const K6Result& result)
{
  Audit audit;
  audit.name = result.name;
  for (const Law& law : all_laws) {
    AuditedLaw each{&law, Verdict::not_applicable, law.check(result)};
    each.verdict = worst_of(each.findings);
    audit.laws.push_back(std::move(each));
  }
  audit.limit = what_limited(result);
  audit.passed_over = result.passed_over;
  return audit;
}

std::vector<BrokenFigure> broken_figures(const Audit& audit)
{
  std::vector<BrokenFigure> broken;
  for (const AuditedLaw& each : audit.laws)
    for (const Finding& finding : each.findings)
      for (const FigureName& name : finding.figures) {
        const bool known = std::any_of(broken.begin(), broken.end(), [&](const BrokenFigure& other) {
          return other.metric == name.metric && other.stat == name.statistic;
        });
        if (finding.verdict == Verdict::broken && not known)
          broken.push_back({name.metric, name.statistic, each.law->name, finding.arithmetic});
      }
  return broken;
}

} // namespace onsale::calibration
