#include "sim/interop/key_words.hpp"

#include "model/system/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace onsale::interop {
namespace {

constexpr std::array operations_table = {
    KeyWords{"test", "name of the test; the file's own name if it is left out"},
    KeyWords{"published", "a published result of this test, which `onsale replay` compares with"},
    KeyWords{"published.results", "file with the figures, as `onsale audit` reads them"},
    KeyWords{"published.kind",
             "fitted: parameters were fitted to it; blind: predicted without it; impossible: its figures break a law"},
    KeyWords{"published.targets", "the largest relative error that counts as met, for each metric"},
    KeyWords{"published.targets.*", "http_req_duration covers avg, med, p90 and p95"},
    KeyWords{"published.replications", "simulations that it is compared with: their median"},
    KeyWords{"incident", "a report of trouble and cures that `onsale incidents` compares with"},
    KeyWords{"incident.report", "machine-readable: incidents with signs, mitigations, effects"},
    KeyWords{"incident.id", "of the incident in the report"},
    KeyWords{"incident.begins", "of the trouble; before it all is normal"},
    KeyWords{"variants", "cures of the incident, each laid over the scenario"},
    KeyWords{"variants[].name", "by which the variant is asked for"},
    KeyWords{"variants[].report", "the action in the report whose effect is expected"},
    KeyWords{"variants[].measures", "what the expected effect is about; none: whether the system recovers"},
    KeyWords{"variants[].expects", "in words, where the report has no figure"},
    KeyWords{"variants[].with", "keys of a scenario that are laid over it"},
    KeyWords{"faults", "what goes wrong, and when"},
    KeyWords{"faults[].fault", "what goes wrong"},
    KeyWords{"faults[].from", "when it begins"},
    KeyWords{"faults[].to", "when it ends by itself; none: never"},
    KeyWords{"faults[].period", "it comes and goes in this time"},
    KeyWords{"faults[].on", "for this part of each period"},
    KeyWords{"faults[].factor", "so many times slower"},
    KeyWords{"faults[].share", "of the tokens"},
    KeyWords{"faults[].per-request", "that each request leaves reachable in the heap"},
    KeyWords{"faults[].host-of", "whose host slows down"},
    KeyWords{"faults[].adds", "to each round trip"},
    KeyWords{"faults[].instance", "of the application, from 1"},
    KeyWords{"actions", "what operators do, at a time or when a condition holds"},
    KeyWords{"actions[].set", "new values of settings of the running system"},
    KeyWords{"actions[].set.*", "the new value"},
    KeyWords{"actions[].do", "what is done"},
    KeyWords{"actions[].at", "at this time, or not before it"},
    KeyWords{"actions[].when", "`METRIC >|< NUMBER [for TIME]`"},
    KeyWords{"actions[].at-most", "so many times"},
    KeyWords{"actions[].not-within", "of the last time"},
    KeyWords{"actions[].takes", "from decision to effect"},
    KeyWords{"actions[].fault", "of `faults`, which this ends"},
    KeyWords{"actions[].factor", "of what there was"},
    KeyWords{"actions[].count", "how many are added"},
    KeyWords{"actions[].status", "that the page answers with"},
    KeyWords{"actions[].endpoints", "that the page stands before"},
    KeyWords{"signs", "`METRIC >|< NUMBER [for TIME]`: told with the time when it first holds"},
    KeyWords{"background", "jobs that use the database beside the load"},
    KeyWords{"background[].name", "of the job"},
    KeyWords{"background[].every", "from start to start"},
    KeyWords{"background[].cpu", "of MySQL, for each run"},
};

std::string setting_words(const std::string& name)
{
  const config::SettingSpec* const spec = system::server_settings().find(name);
  return spec == nullptr ? "" : fmt::format("{} ({})", spec->doc, spec->source);
}

} // namespace

std::span<const KeyWords> operations_words()
{
  return operations_table;
}

std::string key_words(const std::string& path)
{
  constexpr std::string_view settings = "settings.";
  if (path.starts_with(settings))
    return setting_words(path.substr(settings.size()));
  for (const auto table : {system_words(), load_words(), operations_words()})
    if (const auto found = std::ranges::find(table, path, &KeyWords::path); found != table.end())
      return std::string(found->words);
  return "";
}

} // namespace onsale::interop
