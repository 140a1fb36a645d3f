#include "calibration/k6/reader.hpp"

#include "calibration/k6/export_reader.hpp"
#include "calibration/k6/published_reader.hpp"
#include "model/config/document.hpp"
#include "model/config/object.hpp"
#include "model/config/text_file.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
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

/// A `config.json` beside a summary (k6's --config) holds the options of the test.
std::optional<load::Options> options_beside(const std::filesystem::path& path)
{
  const auto config = path.parent_path() / "config.json";
  if (path.filename() == config.filename() || not std::filesystem::exists(config))
    return std::nullopt;
  return read_k6_options(read_json(config), config.string());
}

} // namespace

Json read_json(const std::filesystem::path& path)
{
  config::Faults faults;
  const auto text = config::read_text_file(path, {path.string(), 0, 0}, faults);
  faults.throw_if_any();
  try {
    return Json::parse(text.value_or(""));
  } catch (const Json::parse_error& error) {
    throw config::InvalidInput({{path.string(), 0, 0, std::string("not JSON: ") + error.what()}});
  }
}

std::optional<load::Options> read_k6_options(const Json& options, const std::string& file)
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
  auto read = load::read_options(config::Object(document, faults));
  faults.throw_if_any();
  return read;
}

K6Result read_k6_result(const std::filesystem::path& path)
{
  const Json json = read_json(path);
  try {
    if (json.contains("results"))
      return read_published(json, path.string());
    if (json.contains("metrics")) {
      K6Result result = read_summary_export(json);
      result.name = path.string();
      result.options = options_beside(path);
      return result;
    }
  } catch (const Json::exception& error) {
    throw config::InvalidInput({{path.string(), 0, 0, std::string("not the result of a k6 test: ") + error.what()}});
  }
  throw config::InvalidInput({{path.string(), 0, 0,
                               "neither a published result (it has no `results`) nor k6's --summary-export (it has no "
                               "`metrics`)"}});
}

std::vector<std::filesystem::path> find_published(const std::filesystem::path& root)
{
  std::vector<std::filesystem::path> files;
  if (not std::filesystem::is_directory(root))
    throw config::InvalidInput({{root.string(), 0, 0, "there is no folder of scenarios here"}});
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    const auto& path = entry.path();
    if (entry.is_regular_file() && path.extension() == ".json" && path.parent_path().filename() == "published" &&
        read_json(path).contains("results"))
      files.push_back(path);
  }
  std::sort(files.begin(), files.end()); // directory order differs between file systems
  return files;
}

} // namespace onsale::calibration
