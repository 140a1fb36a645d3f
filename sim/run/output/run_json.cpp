#include "sim/run/output/run_json.hpp"

#include "model/k6/summary/summary_export.hpp"
#include "sim/run/load_shape.hpp"
#include "sim/run/verdict/bottleneck.hpp"
#include "sim/run/verdict/diagnosis.hpp"
#include "sim/run/verdict/failure_points.hpp"
#include "sim/run/verdict/lost.hpp"
#include "sim/run/verdict/remarks.hpp"
#include "sim/run/verdict/verdict.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

namespace onsale::run {
namespace {

using nlohmann::ordered_json;

/// Bytes that are not UTF-8 (of a --set, say) must not make a whole result unwritable.
std::string text_of(const ordered_json& json)
{
  return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

/// Without the folder that the scenario happens to lie in, which is another one on another machine.
std::string shortened(std::string text, const Scenario& scenario)
{
  const std::string folder = scenario.path.parent_path().string() + "/";
  if (folder != "/" && text.starts_with(folder))
    text.erase(0, folder.size());
  return text;
}

ordered_json saturations_json(const RunResult& result)
{
  ordered_json list = ordered_json::array();
  for (const Saturation& each : saturations(result.series, result.blame))
    list.push_back({{"resource", each.resource.name()},
                    {"kind", to_string(each.resource.kind)},
                    {"part", each.resource.part},
                    {"host", each.resource.host},
                    {"setting", each.resource.setting()},
                    {"capacity", each.capacity},
                    {"time_s", each.time_s},
                    {"vus", each.vus},
                    {"requests_per_s", each.requests_per_s},
                    {"seconds", each.seconds},
                    {"utilisation", each.utilisation},
                    {"queued_max", each.queued_max}});
  return list;
}

/// Machines with the processes that run on them.
ordered_json hosts_json(const system::SystemOptions& options)
{
  static constexpr std::array<const char*, system::role_count> roles = {"server", "mysql", "redis", "k6"};
  ordered_json list = ordered_json::array();
  for (std::size_t host = 0; host < options.hosts.size(); ++host) {
    const system::HostOptions& each = options.hosts[host];
    ordered_json processes = ordered_json::array();
    for (std::size_t role = 0; role < system::role_count; ++role)
      if (options.host_of[role] == host)
        processes.push_back(roles[role]);
    list.push_back({{"name", each.name},
                    {"cores", each.cpu.cores},
                    {"memory_bytes", each.memory_bytes},
                    {"processes", processes}});
  }
  return list;
}

ordered_json load_json(const k6::Options& options)
{
  ordered_json list = ordered_json::array();
  for (const LoadShape& each : load_shapes(options))
    list.push_back(
        {{"name", each.scenario}, {"executor", each.executor}, {"unit", each.unit}, {"points", each.points}});
  return list;
}

ordered_json timeline_json(const std::vector<operations::TimelineEvent>& timeline)
{
  ordered_json list = ordered_json::array();
  for (const operations::TimelineEvent& event : timeline)
    list.push_back({{"time_s", engine::in_seconds(event.time)}, {"kind", to_string(event.kind)}, {"text", event.text}});
  return list;
}

ordered_json causes_json(const Scenario& scenario, const RunResult& result)
{
  ordered_json list = ordered_json::array();
  for (const Cause& each : causes(scenario, result))
    list.push_back({{"kind", each.kind == Cause::Kind::fault ? "fault" : "saturation"},
                    {"what", each.what},
                    {"from_s", each.from_s},
                    {"to_s", each.to_s},
                    {"because", each.because},
                    {"vus", each.vus},
                    {"requests_per_s", each.requests_per_s}});
  return list;
}

ordered_json lost_json(const Lost& lost)
{
  return {{"dropped", lost.dropped},       {"interrupted", lost.interrupted}, {"iterations", lost.iterations},
          {"unanswered", lost.unanswered}, {"errors", lost.errors},           {"requests", lost.requests}};
}

ordered_json blame_json(const std::vector<Blame>& blame)
{
  ordered_json list = ordered_json::array();
  for (const Blame& each : blame)
    list.push_back({{"resource", each.resource}, {"work_s", each.work_s}, {"waiting_s", each.wait_s}});
  return list;
}

ordered_json manifest(const RunRequest& request, const Scenario& scenario, const RunResult& result)
{
  ordered_json files = ordered_json::array();
  for (const std::string& file : scenario.files)
    files.push_back(shortened(file, scenario));
  ordered_json settings = ordered_json::array();
  for (const auto& line : scenario.settings)
    settings.push_back({{"name", line.name}, {"value", line.value}, {"origin", shortened(line.origin, scenario)}});
  ordered_json ignored = ordered_json::array();
  for (const auto& property : scenario.ignored)
    ignored.push_back({{"name", property.name}, {"place", shortened(to_string(property.place), scenario)}});
  const LoadLimit limit = load_limit(scenario, result);
  return {{"program", "onsale"},
          {"version", request.version},
          {"scenario", request.scenario},
          {"system", scenario.system.name},
          {"title", scenario.system.title},
          {"test", scenario.test},
          {"scenario_hash", fmt::format("{:016x}", scenario.hash)},
          {"files", files},
          {"application_files", request.application_files},
          {"set", request.sets},
          {"flags", request.flags},
          {"seed", request.seed},
          {"hosts", hosts_json(scenario.system)},
          {"load", load_json(scenario.load)},
          {"duration_s", result.load.duration_s},
          {"exit_code", static_cast<int>(result.load.exit_code)},
          {"verdict", verdict(scenario, result)},
          {"remarks", remarks(scenario, result)},
          {"causes", causes_json(scenario, result)},
          {"lost", lost_json(lost_customers(scenario.load, result.load, result.summary))},
          {"bottleneck", bottleneck_line(result.series, result.blame)},
          {"saturations", saturations_json(result)},
          {"blame", blame_json(blame_of_all(result.blame))},
          {"load_limit", {{"by", to_string(limit.by)}, {"evidence", limit.evidence}}},
          {"timeline", timeline_json(result.timeline)},
          {"settings", settings},
          {"not_modelled", ignored}};
}

ordered_json failures_json(const std::vector<Failure>& failures)
{
  ordered_json list = ordered_json::array();
  for (const Failure& each : failures)
    list.push_back({{"endpoint", each.endpoint},
                    {"cause", each.cause},
                    {"resource", each.resource},
                    {"status", each.status},
                    {"error_code", static_cast<int>(each.error)},
                    {"count", each.count.count},
                    {"first_s", engine::in_seconds(each.count.first)},
                    {"last_s", engine::in_seconds(each.count.last)},
                    {"log_line", each.count.log_line}});
  return list;
}

ordered_json failure_points_json(const std::vector<FailurePoint>& points)
{
  ordered_json list = ordered_json::array();
  for (const FailurePoint& each : points)
    list.push_back({{"time_s", each.time_s},
                    {"vus", each.vus},
                    {"requests_per_s", each.requests_per_s},
                    {"resource", each.resource},
                    {"cause", each.cause},
                    {"endpoint", each.endpoint},
                    {"status", each.status},
                    {"count", each.count},
                    {"last_s", each.last_s},
                    {"evidence", each.evidence},
                    {"log_line", each.log_line}});
  return list;
}

ordered_json anatomy_json(const std::vector<EndpointAnatomy>& anatomy)
{
  ordered_json list = ordered_json::array();
  for (const EndpointAnatomy& each : anatomy) {
    ordered_json parts = ordered_json::object();
    for (std::size_t part = 0; part < system::part_count; ++part)
      parts[std::string(system::to_string(static_cast<system::Part>(part)))] = each.mean_ms(part);
    list.push_back(
        {{"endpoint", each.endpoint}, {"of", each.of}, {"requests", each.sums.requests}, {"mean_ms", parts}});
  }
  return list;
}

ordered_json stations_json(const std::vector<system::ResourceReport>& resources)
{
  ordered_json list = ordered_json::array();
  for (const auto& [resource, each] : resources)
    list.push_back({{"name", each.name},
                    {"kind", to_string(resource.kind)},
                    {"part", resource.part},
                    {"instance", resource.instance},
                    {"capacity", each.capacity},
                    {"utilisation", each.utilisation()},
                    {"throughput_per_s", each.throughput_per_s()},
                    {"queued_mean", each.queued_mean()},
                    {"queued_max", each.queued_max},
                    {"wait_mean_s", each.wait_mean_s()}});
  return list;
}

} // namespace

std::string manifest_json(const RunRequest& request, const Scenario& scenario, const RunResult& result)
{
  return text_of(manifest(request, scenario, result));
}

std::string run_json(const RunRequest& request, const Scenario& scenario, const RunResult& result)
{
  ordered_json warnings = ordered_json::array();
  for (const k6::LoadWarning& warning : result.load.warnings)
    warnings.push_back({{"time_s", warning.time_s}, {"message", warning.message}});
  ordered_json json = manifest(request, scenario, result);
  json["summary"] = ordered_json::parse(k6::summary_export(result.summary));
  json["failure_points"] = failure_points_json(failure_points(result));
  json["failures"] = failures_json(result.failures);
  json["anatomy"] = anatomy_json(result.anatomy);
  json["blame_by_endpoint"] = ordered_json::object();
  for (const EndpointBlame& each : result.blame)
    json["blame_by_endpoint"][each.endpoint] = blame_json(each.resources);
  json["stations"] = stations_json(result.resources);
  json["gc"] = {{"pauses", result.gc_pauses}, {"full", result.gc_full}, {"paused_s", result.gc_paused_s}};
  json["warnings"] = warnings;
  json["broken_laws"] = result.broken_laws;
  return text_of(json);
}

} // namespace onsale::run
