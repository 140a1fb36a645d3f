#include "calibration/k6/reader.hpp"

#include "calibration/k6/export_reader.hpp"
#include "calibration/k6/json_text.hpp"
#include "calibration/k6/k6_options.hpp"
#include "calibration/k6/machine_summary_reader.hpp"
#include "calibration/k6/published_reader.hpp"
#include "calibration/k6/samples_reader.hpp"
#include "calibration/k6/summary_data_reader.hpp"
#include "calibration/k6/summary_text_reader.hpp"
#include "model/config/faults.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace onsale::calibration {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

enum class Format { none, samples_csv, samples_json, json, text };

/// Told by the first bytes; what begins with neither of these may be a log with a summary in it.
Format format_of(Input& input)
{
  std::string_view head = input.peek(Input::head_bytes);
  if (head.starts_with("\xEF\xBB\xBF"))
    head.remove_prefix(3);
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos)
    return Format::none;
  head.remove_prefix(first);
  if (head.starts_with(samples_csv_head))
    return Format::samples_csv;
  if (head.front() != '{')
    return Format::text;
  const std::string_view line = head.substr(0, head.find('\n'));
  const bool sample = line.find("\"type\":\"Metric\"") != std::string_view::npos ||
                      line.find("\"type\":\"Point\"") != std::string_view::npos;
  return sample ? Format::samples_json : Format::json;
}

/// The four kinds of JSON file differ in their keys.
K6Result read_json_result(const Json& json, const std::string& file)
{
  if (json.contains("results") && json.at("results").is_object() && json.contains("version") && json.contains("config"))
    return read_machine_summary(json);
  if (json.contains("results"))
    return read_published(json, file);
  if (json.contains("metrics")) {
    const Json& metrics = json.at("metrics");
    const bool described = not metrics.empty() && metrics.is_object() && metrics.begin()->contains("values");
    return described ? read_summary_data(json) : read_summary_export(json);
  }
  throw config::InvalidInput({{file, 0, 0,
                               "neither a published result (it has no `results`) nor k6's --summary-export (it has no "
                               "`metrics`)"}});
}

K6Result read_json_input(Input& input)
{
  const Json json = parse_json(input.read_all(most_json_bytes), input.name());
  try {
    K6Result result = read_json_result(json, input.name());
    if (result.name.empty())
      result.name = input.name();
    return result;
  } catch (const Json::exception& error) {
    throw config::InvalidInput({{input.name(), 0, 0, std::string("not the result of a k6 test: ") + error.what()}});
  }
}

/// A `config.json` beside a result (k6's --config) holds the options of the test.
std::optional<k6::Options> options_beside(const fs::path& path)
{
  const auto config = path.parent_path() / "config.json";
  if (path.filename() == config.filename() || not fs::exists(config))
    return std::nullopt;
  return read_k6_options(read_json(config), config.string());
}

/// A file of a folder that is looked through: what is no result there is no fault.
bool holds_result(const fs::path& path)
{
  Input input(path);
  switch (format_of(input)) {
  case Format::samples_csv:
  case Format::samples_json:
    return true;
  case Format::json: {
    try {
      const Json json = parse_json(input.read_all(most_json_bytes), input.name());
      return json.contains("results") || json.contains("metrics");
    } catch (const config::InvalidInput&) {
      return false;
    }
  }
  case Format::text:
    return holds_summary_text(input);
  case Format::none:
    break;
  }
  return false;
}

} // namespace

K6Result read_k6_result(Input& input)
{
  switch (format_of(input)) {
  case Format::samples_csv:
    return read_samples_csv(input);
  case Format::samples_json:
    return read_samples_json(input);
  case Format::json:
    return read_json_input(input);
  case Format::text:
    return read_summary_text(input);
  case Format::none:
    break;
  }
  throw config::InvalidInput({{input.name(), 0, 0, "the file is empty"}});
}

K6Result read_k6_result(const fs::path& path, const ReadProgress& progress)
{
  Input input(path);
  if (progress)
    input.set_progress([&](std::uint64_t bytes) { progress(input.name(), bytes); });
  K6Result result = read_k6_result(input);
  if (not result.options)
    result.options = options_beside(path);
  return result;
}

std::vector<fs::path> find_results(const fs::path& folder)
{
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file() && holds_result(entry.path()))
      files.push_back(entry.path());
  std::sort(files.begin(), files.end()); // directory order differs between file systems
  return files;
}

std::vector<fs::path> find_published(const fs::path& root)
{
  std::vector<fs::path> files;
  if (not fs::is_directory(root))
    throw config::InvalidInput({{root.string(), 0, 0, "there is no folder of scenarios here"}});
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const auto& path = entry.path();
    if (entry.is_regular_file() && path.extension() == ".json" && path.parent_path().filename() == "published" &&
        read_json(path).contains("results"))
      files.push_back(path);
  }
  std::sort(files.begin(), files.end()); // directory order differs between file systems
  return files;
}

} // namespace onsale::calibration
