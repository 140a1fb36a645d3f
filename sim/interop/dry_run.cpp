#include "sim/interop/dry_run.hpp"

#include "sim/interop/yaml_text.hpp"
#include "sim/run/in_child.hpp"
#include "sim/run/scenario.hpp"
#include "sim/run/simulate.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

namespace onsale::interop {
namespace {

using Json = nlohmann::ordered_json;

std::string scenario_text(const std::string& script, const std::vector<std::string>& functions)
{
  std::string text = fmt::format("include: system.yaml\nscript: {}\noptions:\n  scenarios:\n", Json(script).dump());
  for (const std::string& function : functions)
    text += fmt::format("    {}: {{executor: per-vu-iterations, vus: 1, iterations: 1, exec: {}}}\n",
                        yaml_key(function), yaml_key(function));
  return text;
}

void add_checks(const k6::Summary::Group& group, Json& checks)
{
  for (const auto& check : group.checks)
    checks.push_back({check.name, check.passes, check.fails});
  for (const auto& inner : group.groups)
    add_checks(inner, checks);
}

std::string run_in_child(const std::filesystem::path& path)
{
  const run::Scenario scenario = run::load_scenario({.path = path, .sets = {}, .application_files = {}});
  Json told{
      {"endpoints", Json::array()}, {"checks", Json::array()}, {"errors", Json::array()}, {"misfits", Json::array()}};
  const auto result = run::simulate(scenario, {.console = [&](const javascript::LogLine& line) {
                                      if (line.level == "error")
                                        told["errors"].push_back(line.text.substr(0, line.text.find('\n')));
                                    }});
  for (const auto& endpoint : result.endpoints)
    if (endpoint.name != "(all)")
      told["endpoints"].push_back({endpoint.name, endpoint.requests, endpoint.failed});
  add_checks(result.summary.root_group, told["checks"]);
  for (const auto& failure : result.failures)
    if (failure.cause != "answered")
      told["misfits"].push_back({failure.endpoint, failure.cause});
  return told.dump();
}

} // namespace

DryRun dry_run(const std::filesystem::path& folder, const std::string& script,
               const std::vector<std::string>& functions)
{
  const auto path = folder / "dry-run.yaml";
  std::ofstream(path) << scenario_text(script, functions);
  Json told;
  try {
    told = Json::parse(run::in_child([&] { return run_in_child(path); }));
  } catch (...) {
    std::filesystem::remove(path);
    throw;
  }
  std::filesystem::remove(path);
  DryRun dry;
  for (const auto& each : told["endpoints"])
    dry.endpoints.push_back({each[0], each[1], each[2]});
  for (const auto& each : told["checks"])
    dry.checks.push_back({each[0], each[1], each[2]});
  for (const std::string error : told["errors"])
    if (std::ranges::find(dry.errors, error) == dry.errors.end())
      dry.errors.push_back(error);
  for (const auto& each : told["misfits"]) {
    dry.misfits.insert(each[0].get<std::string>());
    dry.misfit_words.push_back(fmt::format("{}: {}", each[0].get<std::string>(), each[1].get<std::string>()));
  }
  return dry;
}

} // namespace onsale::interop
