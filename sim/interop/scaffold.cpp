#include "sim/interop/scaffold.hpp"

#include "model/config/faults.hpp"
#include "model/config/settings.hpp"
#include "model/k6/metric/metrics.hpp"
#include "model/system/settings.hpp"
#include "sim/interop/recording/endpoint_draft.hpp"
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

[[noreturn]] void refuse(const std::string& option, const std::string& message)
{
  throw config::InvalidInput({{option, 0, 0, message}});
}

EndpointDraft endpoint_from(const std::string& text)
{
  std::istringstream words(text);
  EndpointDraft draft;
  std::string more;
  words >> draft.method >> draft.path >> more;
  if (draft.path.empty())
    std::swap(draft.method, draft.path);
  if (draft.method.empty())
    draft.method = "GET";
  if (not draft.path.starts_with('/') or not more.empty())
    refuse("--endpoint", fmt::format("expected METHOD /PATH such as `GET /events/{{id}}/seats`, found `{}`", text));
  std::ranges::transform(draft.method, draft.method.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  draft.id = endpoint_id(draft.method, draft.path);
  return draft;
}

/// Those of the script, and those named beside it.
std::vector<EndpointDraft> endpoints_of(const ScaffoldOptions& options)
{
  auto drafts = options.recording == nullptr ? std::vector<EndpointDraft>{}
                                             : draft_endpoints(*options.recording, options.without_call);
  std::erase_if(drafts, [](const EndpointDraft& draft) { return draft.recorded->is_stray; });
  auto named = options.endpoints;
  if (named.empty() and drafts.empty())
    named.emplace_back("GET /events");
  const std::size_t of_script = drafts.size();
  for (const std::string& text : named) {
    EndpointDraft draft = endpoint_from(text);
    const auto known = std::ranges::find(drafts, draft.id, &EndpointDraft::id);
    if (known == drafts.end())
      drafts.push_back(std::move(draft));
    else if (known - drafts.begin() >= static_cast<std::ptrdiff_t>(of_script))
      refuse("--endpoint", fmt::format("`{}` is given twice", text));
  }
  return drafts;
}

std::string settings_text(const ScaffoldOptions& options)
{
  config::Faults faults;
  config::SettingsSources sources;
  if (not options.spring.empty())
    sources.application_files.push_back(options.spring);
  sources.profiles = options.profiles;
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
  for (const std::string& part : settings.left_out())
    text += fmt::format("  # Left out: {} (--profile makes it count).\n", part);
  return text;
}

std::string hosts_text(const ScaffoldOptions& options)
{
  if (not options.compose.empty())
    return compose_hosts_text(options.compose, options.compose_file);
  return "hosts: # ASSUMED: cores and memory of each machine\n"
         "  server: {cores: 4, memory: 8GB}\n"
         "  database: {cores: 4, memory: 8GB}\n"
         "  generator: {cores: 4, memory: 8GB}\n"
         "processes: {server: server, mysql: database, redis: database, k6: generator} # ASSUMED: what runs where\n";
}

/// Rows enough for what the script asks for.
std::string booking_text(const std::vector<EndpointDraft>& endpoints)
{
  const bool is_used = std::ranges::any_of(endpoints, [](const EndpointDraft& each) { return not each.call.empty(); });
  if (not is_used)
    return "";
  constexpr std::uint64_t usual_users = 10'000;
  constexpr std::uint64_t usual_events = 100;
  constexpr std::uint64_t seats_of_event = 50;
  const auto seats = largest_sent(endpoints, "seat");
  const auto events =
      std::max({usual_events, largest_sent(endpoints, "event"), (seats + seats_of_event - 1) / seats_of_event});
  return fmt::format("booking: # ASSUMED: rows of the database\n"
                     "  users: {}\n"
                     "  events: {}\n"
                     "  seats-per-event: {}\n"
                     "  price: 10000\n"
                     "  balance: 100000000\n\n",
                     std::max(usual_users, largest_sent(endpoints, "user")), events, seats_of_event);
}

std::string system_text(const ScaffoldOptions& options, const std::vector<EndpointDraft>& endpoints)
{
  const bool has_queue = std::ranges::any_of(endpoints, [](const auto& each) { return each.call == "issue_token"; });
  std::string text = fmt::format(
      "# yaml-language-server: $schema=scenario.schema.json\n"
      "# The system {0}, a first draft. What is marked ASSUMED is a guess: measure it, or let your own k6 results tell "
      "it with\n"
      "#   onsale calibrate {0}/load.yaml --data FOLDER --fit auto --out {0}/fitted.yaml\n"
      "system: {0}\n"
      "title: {0}, a first draft\n\n"
      "{2}\n"
      "network: {{round-trip: 1ms, backend-round-trip: 0.5ms}} # ASSUMED: k6 to server, server to MySQL and Redis\n"
      "demands: {{law: gamma, cv: 1}} # ASSUMED: how much the times below vary\n"
      "mysql: {{fsync: 1ms, commit-cpu: 0.1ms}} # ASSUMED: an SSD\n\n"
      "{3}"
      "settings:\n{4}{1}\nendpoints:\n",
      options.name, settings_text(options), hosts_text(options), booking_text(endpoints),
      has_queue ? "  queue.unlimited: true # ASSUMED: nobody waits; false lets in queue.promote-batch at a time\n"
                : "");
  const Recording nothing;
  for (const EndpointDraft& endpoint : endpoints)
    text += endpoint_text(endpoint, endpoints, options.recording == nullptr ? nothing : *options.recording);
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

/// The load is the script itself.
std::string script_load_text(const ScaffoldOptions& options)
{
  std::string text = fmt::format("# yaml-language-server: $schema=scenario.schema.json\n"
                                 "# The script against {0}:\n"
                                 "#   onsale run {0}/load.yaml --anatomy\n"
                                 "include: system.yaml\n"
                                 "test: load\n"
                                 "script: {1}\n",
                                 options.name, Json(script_path(options)).dump());
  if (options.vus or options.duration)
    text += "options: # they lie over those of the script\n";
  if (options.vus)
    text += fmt::format("  vus: {}\n", *options.vus);
  if (options.duration)
    text += fmt::format("  duration: {}\n", *options.duration);
  return text;
}

std::string load_text(const ScaffoldOptions& options, const std::vector<EndpointDraft>& endpoints)
{
  if (not options.script.empty())
    return script_load_text(options);
  Json k6 = options.k6;
  if (k6.is_null())
    k6 = {{"scenarios",
           {{"users",
             {{"executor", "constant-vus"},
              {"vus", options.vus.value_or(50)},
              {"duration", options.duration.value_or("1m")}}}}}};
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
    for (const EndpointDraft& endpoint : endpoints)
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

std::string script_path(const ScaffoldOptions& options)
{
  return fs::proximate(fs::absolute(options.script), fs::absolute(options.name)).string();
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
