#include "sim/run/replicate.hpp"
#include "sim/study/limit.hpp"
#include "sim/study/sweep_report.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace onsale::study {
namespace {

using nlohmann::ordered_json;

const char* name_of(LimitOutcome outcome)
{
  switch (outcome) {
  case LimitOutcome::found:
    return "found";
  case LimitOutcome::never_broken:
    return "never_broken";
  case LimitOutcome::never_kept:
    return "never_kept";
  }
  return "";
}

std::string text_of(const std::string& knob, const Limit& limit)
{
  std::string text;
  if (limit.outcome == LimitOutcome::found)
    text = fmt::format("{} {:g} ({:g} to {:g}, {:.0f} %)\n     breaks      {}\n", knob, limit.load, limit.low,
                       limit.high, 100 * run::confidence, limit.promise);
  else if (limit.outcome == LimitOutcome::never_broken)
    text = fmt::format("none: all holds at {} {:g}, further was not tried\n", knob, limit.load);
  else
    text = fmt::format("none: {} is broken even at {} {:g}\n", limit.promise, knob, limit.load);
  text += fmt::format("     stopped by  {}\n     evidence    {}\n", limit.resource.empty() ? "-" : limit.resource,
                      limit.evidence);
  return text;
}

ordered_json json_of(const Limit& limit)
{
  ordered_json probes = ordered_json::array();
  for (const Probe& probe : limit.probes)
    probes.push_back(
        {{"load", probe.load}, {"margins", probe.margins}, {"worst", probe.worst}, {"observed", probe.observed}});
  return {{"outcome", name_of(limit.outcome)},
          {"load", limit.load},
          {"low", limit.low},
          {"high", limit.high},
          {"confidence", run::confidence},
          {"promise", limit.promise},
          {"resource", limit.resource},
          {"evidence", limit.evidence},
          {"removal", limit.removal.words()},
          {"runs", limit.runs},
          {"probes", probes}};
}

} // namespace

std::string limit_text(const LimitStudy& study)
{
  std::string text = "     limit       " + text_of(study.knob, study.first);
  if (study.next)
    text += fmt::format("\n     without it  ({})\n     next limit  ", study.first.removal.words()) +
            text_of(study.knob, *study.next);
  else if (study.first.outcome == LimitOutcome::found && not study.first.removal.any())
    text += "     next limit  unknown: nothing is known that relieves that resource\n";
  if (const auto gain = study.gain())
    text += fmt::format("     buys        {:.2f} times the load\n", *gain);
  return text + fmt::format("     runs        {}\n", study.first.runs + (study.next ? study.next->runs : 0));
}

std::string limit_json(const LimitStudy& study)
{
  const auto gain = study.gain();
  return ordered_json{{"scenario", study.scenario},
                      {"over", study.knob},
                      {"limit", json_of(study.first)},
                      {"next", study.next ? json_of(*study.next) : ordered_json(nullptr)},
                      {"gain", gain ? ordered_json(*gain) : ordered_json(nullptr)}}
             .dump(2, ' ', false, ordered_json::error_handler_t::replace) +
         "\n";
}

std::string limit_csv(const LimitStudy& study)
{
  return sweep_csv({study.scenario, {study.knob}, 2, 0, study.first.rows, {}});
}

} // namespace onsale::study
