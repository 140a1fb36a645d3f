#include "model/config/wording.hpp"
#include "sim/run/verdict/replicate.hpp"
#include "sim/study/limit.hpp"
#include "sim/study/stopper.hpp"
#include "sim/study/sweep_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
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

std::string name_of(const Verdict& promise)
{
  return promise.metric + " " + promise.expression;
}

/// `1,067 users`, `163.4 iterations/s`, `--set x=12`
std::string load_text(const std::string& knob, double load)
{
  if (knob == "vus")
    return config::grouped(static_cast<std::uint64_t>(load)) + (load == 1 ? " user" : " users");
  if (knob == "rate")
    return fmt::format("{:.4g} iterations/s", load);
  return fmt::format("{} {:g}", knob, load);
}

std::string kept_text(const std::vector<Verdict>& kept)
{
  std::vector<std::string> words;
  for (const Verdict& each : kept)
    words.push_back(in_words(each));
  return fmt::format("{}", fmt::join(words, ", "));
}

/// `app cpu is full`, `app cpu is the busiest (62 %)`
std::string stop_text(const Limit& limit)
{
  if (limit.resource.empty())
    return fmt::format("{} breaks, with nothing full", in_words(limit.promise));
  if (limit.resource == k6_users)
    return "k6 has no virtual users left";
  const bool several = limit.resource.ends_with("s");
  return limit.full ? fmt::format("{} {} full", limit.resource, several ? "are" : "is")
                    : fmt::format("{} breaks, with {} the busiest", in_words(limit.promise), limit.resource);
}

std::string text_of(const std::string& knob, const Limit& limit)
{
  std::string text;
  if (limit.interrupted)
    text =
        fmt::format("{} {:g} keeps, {:g} does not: the bracket when it was interrupted\n", knob, limit.low, limit.high);
  else if (limit.outcome == LimitOutcome::found)
    text = fmt::format("{} {:g} ({:g} to {:g}, {:.0f} %)\n     breaks      {} {}\n", knob, limit.load, limit.low,
                       limit.high, 100 * run::confidence, limit.promise.metric, limit.promise.expression);
  else if (limit.outcome == LimitOutcome::never_broken)
    text = fmt::format("not found: all still holds at {} {:g}; no more was tried\n", knob, limit.load);
  else
    text = fmt::format("none: {} {} is broken even at {} {:g}\n", limit.promise.metric, limit.promise.expression, knob,
                       limit.load);
  text += fmt::format("     stopped by  {}\n     evidence    {}\n", limit.resource.empty() ? "-" : limit.resource,
                      limit.evidence);
  for (const std::string& remark : limit.remarks)
    text += fmt::format("     beware      {}\n", remark);
  return text;
}

ordered_json json_of(const Limit& limit)
{
  ordered_json probes = ordered_json::array();
  for (const Probe& probe : limit.probes)
    probes.push_back({{"load", probe.load},
                      {"margins", probe.margins},
                      {"worst", name_of(probe.worst)},
                      {"observed", probe.worst.observed}});
  return {{"outcome", name_of(limit.outcome)},
          {"load", limit.load},
          {"low", limit.low},
          {"high", limit.high},
          {"confidence", run::confidence},
          {"requests_per_s", limit.requests_per_s},
          {"promise", name_of(limit.promise)},
          {"resource", limit.resource},
          {"evidence", limit.evidence},
          {"removal", limit.removal.words()},
          {"remarks", limit.remarks},
          {"runs", limit.runs},
          {"probes", probes}};
}

} // namespace

std::string limit_sentence(const LimitStudy& study)
{
  const Limit& first = study.first;
  const std::string load = load_text(study.knob, first.load);
  if (first.outcome == LimitOutcome::never_kept)
    return fmt::format("Bears no load with {}: {} has {:.4g} already.", in_words(first.promise), load,
                       first.promise.observed);
  if (first.outcome == LimitOutcome::never_broken)
    return fmt::format("No limit was found: {} still {} {}.", load, study.knob == "vus" ? "keep" : "keeps",
                       kept_text(first.kept));
  std::string text = fmt::format("Bears {} ({:.4g} requests/s) with {}; then {}", load, first.requests_per_s,
                                 kept_text(first.kept), stop_text(first));
  if (const auto gain = study.gain())
    text += fmt::format("; without that ({}) it bears {:.1f} times as much", first.removal.words(), *gain);
  return text + ".";
}

std::string limit_text(const LimitStudy& study)
{
  std::string text = "     " + limit_sentence(study) + "\n\n     limit       " + text_of(study.knob, study.first);
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
  ordered_json promises = ordered_json::array();
  for (const Verdict& each : study.first.kept)
    promises.push_back(name_of(each));
  return ordered_json{{"scenario", study.scenario},
                      {"over", study.knob},
                      {"sentence", limit_sentence(study)},
                      {"promises", promises},
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
