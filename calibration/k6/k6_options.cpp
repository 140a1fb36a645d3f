#include "calibration/k6/k6_options.hpp"

#include "calibration/k6/json_text.hpp"
#include "model/config/document.hpp"
#include "model/config/object.hpp"

#include <nlohmann/json.hpp>

#include <cctype>

namespace onsale::calibration {
namespace {

using Json = nlohmann::ordered_json;

/// k6 takes scenario names of letters, digits, _ and - alone; a report may have called one as it liked.
std::string scenario_name(std::string name)
{
  for (char& letter : name)
    if (not std::isalnum(static_cast<unsigned char>(letter)))
      letter = '_';
  return name;
}

/// A report may say in words that it is not set.
bool is_duration(const Json& value)
{
  return value.is_number() || (value.is_string() && not value.get<std::string>().empty() &&
                               std::isdigit(static_cast<unsigned char>(value.get<std::string>().front())));
}

/// The options of one scenario, or nothing when its shape in time is not known.
std::optional<Json> scenario_options(const Json& scenario)
{
  constexpr const char* keys[] = {"executor", "vus",       "iterations",       "maxDuration", "startVUs",  "stages",
                                  "duration", "startTime", "gracefulRampDown", "rate",        "startRate", "timeUnit",
                                  "maxVUs",   "exec",      "preAllocatedVUs",  "gracefulStop"};
  Json kept = Json::object();
  for (const char* key : keys)
    if (scenario.contains(key)) {
      if (scenario.at(key).is_null())
        return std::nullopt;
      kept[key] = scenario.at(key);
    }
  if (kept.contains("exec"))
    kept["exec"] = scenario_name(kept["exec"]);
  return kept;
}

/// Options as they stand in a JSON file.
std::optional<k6::Options> options_of(const Json& options, const std::string& file)
{
  Json kept = Json::object();
  for (const char* key :
       {"vus", "duration", "iterations", "stages", "thresholds", "setupTimeout", "minIterationDuration"})
    if (options.contains(key) && not options.at(key).is_null())
      kept[key] = options.at(key);
  if (kept.contains("setupTimeout") && not is_duration(kept["setupTimeout"]))
    kept.erase("setupTimeout");
  if (options.contains("scenarios"))
    for (const auto& [name, scenario] : options.at("scenarios").items()) {
      auto known = scenario_options(scenario);
      if (not known)
        return std::nullopt;
      kept["scenarios"][scenario_name(name)] = std::move(*known);
    }
  if (not kept.contains("scenarios") && not kept.contains("duration") && not kept.contains("iterations") &&
      not kept.contains("stages"))
    return std::nullopt;
  config::Faults faults;
  const auto document = config::parse_document(kept.dump(1), file, faults); // JSON is YAML
  auto read = k6::read_options(config::Object(document, faults));
  faults.throw_if_any();
  return read;
}

} // namespace

std::optional<k6::Options> read_k6_options(const Json& options, const std::string& file)
{
  try {
    return options_of(options, file);
  } catch (const Json::exception& error) {
    throw config::InvalidInput({{file, 0, 0, std::string("not the options of a k6 test: ") + error.what()}});
  }
}

k6::Options read_k6_options_file(const std::filesystem::path& path)
{
  if (auto options = read_k6_options(read_json(path), path.string()))
    return *options;
  throw config::InvalidInput(
      {{path.string(), 0, 0, "no k6 options: expected `scenarios`, `stages`, `duration` or `iterations`"}});
}

} // namespace onsale::calibration
