#include "sim/interop/scaffold.hpp"

#include "model/config/faults.hpp"
#include "model/config/settings.hpp"
#include "model/k6/metric/metrics.hpp"
#include "model/system/settings.hpp"
#include "sim/interop/scenario_schema.hpp"
#include "sim/interop/yaml_text.hpp"
#include "sim/run/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <set>
#include <sstream>

namespace onsale::interop {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

struct Endpoint {
  std::string id;
  std::string method;
  std::string path;
};

[[noreturn]] void refuse(const std::string& option, const std::string& message)
{
  throw config::InvalidInput({{option, 0, 0, message}});
}

/// `POST /events/{id}/hold` -> post_events_hold
std::string id_of(const std::string& method, const std::string& path)
{
  std::string id;
  bool in_parameter = false;
  for (const char letter : method + path) {
    in_parameter = letter == '{' or (in_parameter and letter != '}');
    const auto c = static_cast<unsigned char>(letter);
    if (std::isalnum(c) != 0 and not in_parameter)
      id += static_cast<char>(std::tolower(c));
    else if (not id.empty() and id.back() != '_' and letter == '/')
      id += '_';
  }
  while (id.ends_with('_'))
    id.pop_back();
  return id;
}

Endpoint endpoint_from(const std::string& text)
{
  std::istringstream words(text);
  std::string method;
  std::string path;
  std::string more;
  words >> method >> path >> more;
  if (path.empty())
    std::swap(method, path);
  if (method.empty())
    method = "GET";
  if (not path.starts_with('/') or not more.empty())
    refuse("--endpoint", fmt::format("expected METHOD /PATH such as `GET /events/{{id}}/seats`, found `{}`", text));
  std::ranges::transform(method, method.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return {id_of(method, path), method, path};
}

std::vector<Endpoint> endpoints_of(const ScaffoldOptions& options)
{
  std::vector<Endpoint> endpoints;
  for (const std::string& text :
       options.endpoints.empty() ? std::vector<std::string>{"GET /events"} : options.endpoints) {
    endpoints.push_back(endpoint_from(text));
    if (std::ranges::count(endpoints, endpoints.back().id, &Endpoint::id) > 1)
      refuse("--endpoint", fmt::format("`{}` is given twice", text));
  }
  return endpoints;
}

/// What reads takes a statement, what writes a transaction with two.
std::string flow_of(const Endpoint& endpoint)
{
  if (endpoint.method == "GET" or endpoint.method == "HEAD")
    return "      - query: 1ms # ASSUMED: CPU time of MySQL\n";
  return "      - transaction:\n"
         "          - query: 1ms # ASSUMED: CPU time of MySQL\n"
         "          - query: 1ms # ASSUMED\n";
}

std::string endpoint_text(const Endpoint& endpoint)
{
  return fmt::format("  {}:\n"
                     "    method: {}\n"
                     "    path: {}\n"
                     "    allocates: 100KB # ASSUMED: garbage of one request\n"
                     "    flow:\n"
                     "      - cpu: 2ms # ASSUMED: CPU time of the server\n"
                     "{}"
                     "      - respond: {{bytes: 1KB}} # ASSUMED\n",
                     endpoint.id, endpoint.method, Json(endpoint.path).dump(), flow_of(endpoint));
}

std::string settings_text(const ScaffoldOptions& options)
{
  config::Faults faults;
  config::SettingsSources sources;
  if (not options.spring.empty())
    sources.application_files.push_back(options.spring);
  if (options.threads > 0)
    sources.overrides.push_back({"server.tomcat.threads.max", fmt::format("{}", options.threads)});
  if (options.pool > 0)
    sources.overrides.push_back({"spring.datasource.hikari.maximum-pool-size", fmt::format("{}", options.pool)});
  const config::Settings settings(system::server_settings(), sources, faults);
  faults.throw_if_any();
  std::string text;
  for (const auto& line : settings.lines()) {
    const bool is_main = line.name == "server.tomcat.threads.max" or line.name.ends_with("maximum-pool-size");
    if (not settings.is_default(line.name))
      text +=
          fmt::format("  {}: {}{}\n", line.name, line.value, line.origin.starts_with("--") ? "" : " # " + line.origin);
    else if (is_main)
      text += fmt::format("  {}: {} # {}: is it yours?\n", line.name, line.value, line.origin);
  }
  if (not settings.ignored().empty())
    text += fmt::format("  # {} more properties of {} are not modelled.\n", settings.ignored().size(),
                        options.spring.filename().string());
  return text;
}

std::string system_text(const ScaffoldOptions& options, const std::vector<Endpoint>& endpoints)
{
  std::string text = fmt::format(
      "# yaml-language-server: $schema=scenario.schema.json\n"
      "# The system {0}, a first draft. What is marked ASSUMED is a guess: measure it, or let your own k6 results tell "
      "it with\n"
      "#   onsale calibrate {0}/load.yaml --data FOLDER --fit auto --out {0}/fitted.yaml\n"
      "system: {0}\n"
      "title: {0}, a first draft\n\n"
      "hosts: # ASSUMED: cores and memory of each machine\n"
      "  server: {{cores: 4, memory: 8GB}}\n"
      "  database: {{cores: 4, memory: 8GB}}\n"
      "  generator: {{cores: 4, memory: 8GB}}\n"
      "processes: {{server: server, mysql: database, redis: database, k6: generator}} # ASSUMED: what runs where\n\n"
      "network: {{round-trip: 1ms, backend-round-trip: 0.5ms}} # ASSUMED: k6 to server, server to MySQL and Redis\n"
      "demands: {{law: gamma, cv: 1}} # ASSUMED: how much the times below vary\n"
      "mysql: {{fsync: 1ms, commit-cpu: 0.1ms}} # ASSUMED: an SSD\n\n"
      "settings:\n{1}\nendpoints:\n",
      options.name, settings_text(options));
  for (const Endpoint& endpoint : endpoints)
    text += endpoint_text(endpoint);
  return text;
}

/// Thresholds on metrics that the script makes itself would need journeys that feed them.
std::vector<std::string> remove_own_metrics(Json& k6)
{
  std::vector<std::string> removed;
  if (not k6.contains("thresholds") or not k6["thresholds"].is_object())
    return removed;
  Json kept = Json::object();
  for (const auto& [metric, expressions] : k6["thresholds"].items())
    try {
      k6::Metrics().series(metric);
      kept[metric] = expressions;
    } catch (const std::invalid_argument&) {
      removed.push_back(metric);
    }
  k6["thresholds"] = kept;
  return removed;
}

std::set<std::string> journeys_of(const Json& k6)
{
  std::set<std::string> journeys;
  if (k6.contains("scenarios") and k6["scenarios"].is_object())
    for (const auto& [name, scenario] : k6["scenarios"].items())
      journeys.insert(scenario.is_object() ? scenario.value("exec", "default") : "default");
  return journeys.empty() ? std::set<std::string>{"default"} : journeys;
}

std::string load_text(const ScaffoldOptions& options, const std::vector<Endpoint>& endpoints)
{
  Json k6 = options.k6;
  if (k6.is_null())
    k6 = {{"scenarios",
           {{"users", {{"executor", "constant-vus"}, {"vus", options.vus}, {"duration", options.duration}}}}}};
  const auto removed = remove_own_metrics(k6);
  std::string text = fmt::format("# yaml-language-server: $schema=scenario.schema.json\n"
                                 "# A load test of {0}:\n"
                                 "#   onsale run {0}/load.yaml --anatomy\n"
                                 "include: system.yaml\n"
                                 "test: load\n\n"
                                 "options:{1}\n",
                                 options.name, yaml_text(k6, 2));
  for (const std::string& metric : removed)
    text += fmt::format("# Left out: thresholds on {}, a metric of the script's own. Declare it under `metrics` and "
                        "feed it with `add`.\n",
                        metric);
  text += "journeys: # ASSUMED: each user asks for everything in turn\n";
  for (const std::string& journey : journeys_of(k6)) {
    text += fmt::format("  {}:\n    steps:\n", yaml_key(journey));
    for (const Endpoint& endpoint : endpoints)
      text += fmt::format("      - request:\n"
                          "          endpoint: {0}\n"
                          "          checks: [{{name: {0} answers, when: status == 200}}]\n"
                          "      - sleep: 1s # ASSUMED: think time\n",
                          endpoint.id);
  }
  return text;
}

void write(const fs::path& path, const std::string& text)
{
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (not file.flush())
    refuse(path.string(), "cannot be written");
}

} // namespace

std::vector<ScaffoldFile> scaffold(const ScaffoldOptions& options)
{
  const auto is_fine = [](unsigned char c) { return std::isalnum(c) != 0 or c == '-' or c == '_'; };
  if (options.name.empty() or not std::ranges::all_of(options.name, is_fine))
    refuse("NAME", "expected letters, digits, - and _, found `" + options.name + "`");
  const auto endpoints = endpoints_of(options);
  return {{"system.yaml", system_text(options, endpoints)},
          {"load.yaml", load_text(options, endpoints)},
          {"scenario.schema.json", scenario_schema()}};
}

void write_scaffold(const fs::path& folder, const std::vector<ScaffoldFile>& files)
{
  if (fs::exists(folder))
    refuse(folder.string(), "is there already");
  const fs::path part = folder.string() + ".part";
  std::error_code error;
  fs::remove_all(part, error);
  if (not fs::create_directories(part, error))
    refuse(part.string(), "cannot be made: " + error.message());
  try {
    for (const ScaffoldFile& file : files)
      write(part / file.name, file.text);
    (void)run::load_scenario({.path = part / "load.yaml", .sets = {}, .application_files = {}});
    fs::rename(part, folder);
  } catch (...) {
    fs::remove_all(part, error);
    throw;
  }
}

} // namespace onsale::interop
