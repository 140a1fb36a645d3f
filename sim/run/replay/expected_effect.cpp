#include "sim/run/replay/expected_effect.hpp"

#include "model/config/faults.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace onsale::run {
namespace {

using nlohmann::json;

constexpr double tolerance = 0.1; // of the expected figure: the report's are round

[[noreturn]] void refuse_report(const std::filesystem::path& report, const std::string& message)
{
  throw config::InvalidInput({{report.string(), 0, 0, message}});
}

json read(const std::filesystem::path& report)
{
  std::ifstream file(report);
  const json parsed = json::parse(file, nullptr, false);
  if (not file || parsed.is_discarded())
    refuse_report(report, "cannot be read as JSON");
  return parsed;
}

/// The element of the list under `name` whose `key` has this value. Points into `document`.
const json* find(const json& document, const char* name, const char* key, const std::string& value)
{
  const auto list = document.find(name);
  if (list == document.end())
    return nullptr;
  for (const json& each : *list)
    if (each.value(key, "") == value)
      return &each;
  return nullptr;
}

std::optional<ExpectedEffect> quantified(const json& effects)
{
  for (const json& effect : effects) {
    if (not effect.value("quantified", true))
      continue;
    ExpectedEffect expected;
    expected.change = effect.value("change", "");
    expected.from = effect.contains("from") ? effect.at("from").get<double>() : effect.at("value").get<double>();
    expected.to = effect.contains("to") ? effect.at("to").get<double>() : expected.from;
    expected.at_least = effect.value("at_least", false);
    // The report's own words are not English: the figures are printed anew.
    const bool is_ratio = effect.value("unit", "") == "ratio";
    const double scale = is_ratio ? 100 : 1;
    const std::string range = expected.from == expected.to
                                  ? fmt::format("{:g}", scale * expected.from)
                                  : fmt::format("{:g}-{:g}", scale * expected.from, scale * expected.to);
    const std::string unit = is_ratio ? "%" : effect.value("unit", "") == "s" ? " s" : "x";
    expected.text = fmt::format("{} {} {}{}{}", effect.value("metric", ""), expected.change,
                                expected.at_least ? ">= " : "", range, unit);
    return expected;
  }
  return std::nullopt;
}

} // namespace

std::optional<ExpectedEffect> expected_effect(const std::filesystem::path& report, const std::string& incident,
                                              const std::string& action)
{
  const json document = read(report);
  const json* found = find(document, "incidents", "id", incident);
  if (found == nullptr)
    refuse_report(report, "there is no incident with the id " + incident);
  for (const json& mitigation : found->value("mitigations", json::array()))
    if (const json* match = find(mitigation, "actions", "action", action))
      return quantified(match->value("effects", json::array()));
  refuse_report(report, "incident " + incident + " has no action called `" + action + "`");
}

double simulated_change(const ExpectedEffect& effect, double untreated, double cured)
{
  if (effect.change == "reach" || effect.change == "within")
    return cured;
  const double ratio = untreated != 0 ? cured / untreated : 0;
  if (effect.change == "multiply_by")
    return ratio;
  return effect.change == "increase_by" ? ratio - 1 : 1 - ratio;
}

bool agrees(const ExpectedEffect& effect, double simulated)
{
  if (effect.change == "within")
    return simulated <= effect.to * (1 + tolerance);
  if (simulated < effect.from * (1 - tolerance))
    return false;
  return effect.at_least || simulated <= effect.to * (1 + tolerance);
}

} // namespace onsale::run
