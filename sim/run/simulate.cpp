#include "sim/run/simulate.hpp"

#include "model/booking/invariants.hpp"
#include "sim/run/platform.hpp"

#include <algorithm>
#include <chrono>

namespace onsale::run {
namespace {

using engine::in_seconds;
using load::MetricId;

const load::Sink& sink(const load::Metrics& metrics, MetricId id)
{
  return metrics.sink(metrics[id].sink);
}

/// Client-side figures of one interval, as differences of totals.
class LoadWatch {
public:
  LoadWatch(const load::LoadTest& test, const engine::Simulation& simulation) : test_(test), simulation_(simulation) {}

  SeriesPoint interval()
  {
    const load::Metrics& metrics = test_.metrics();
    const auto requests = static_cast<double>(sink(metrics, MetricId::http_reqs).count());
    const auto failures = static_cast<double>(sink(metrics, MetricId::http_req_failed).rate().nonzero);
    const load::Trend& durations = sink(metrics, MetricId::http_req_duration).trend();
    const double total_ms = durations.average() * static_cast<double>(durations.count());
    const double now_s = in_seconds(simulation_.now());
    const double elapsed_s = now_s - last_s_;
    SeriesPoint point;
    point.time_s = now_s;
    point.vus = static_cast<std::uint64_t>(test_.progress().vus_active);
    if (elapsed_s > 0) {
      point.requests_per_s = (requests - requests_) / elapsed_s;
      point.failures_per_s = (failures - failures_) / elapsed_s;
    }
    if (requests > requests_)
      point.mean_ms = (total_ms - total_ms_) / (requests - requests_);
    last_s_ = now_s;
    requests_ = requests;
    failures_ = failures;
    total_ms_ = total_ms;
    return point;
  }

private:
  const load::LoadTest& test_;
  const engine::Simulation& simulation_;
  double last_s_ = 0;
  double requests_ = 0;
  double failures_ = 0;
  double total_ms_ = 0;
};

std::vector<Failure> failures_of(const system::Server& server)
{
  std::vector<Failure> failures;
  for (const auto& [kind, count] : server.failures().kinds()) {
    const bool refused = kind.cause == system::Cause::refused;
    failures.push_back({server.options().endpoints[kind.endpoint].id,
                        std::string(refused ? booking::to_string(kind.outcome) : system::to_string(kind.cause)),
                        kind.status, count});
  }
  std::stable_sort(failures.begin(), failures.end(),
                   [](const Failure& a, const Failure& b) { return a.count.first < b.count.first; });
  return failures;
}

std::vector<std::string> laws_broken(system::Server& server, engine::Time now)
{
  std::vector<std::string> broken;
  for (const engine::StationReport& report : server.stations(now))
    for (std::string& law : engine::broken_laws(report))
      broken.push_back(std::move(law));
  for (std::string& violation : booking::violations(server.booking()))
    broken.push_back("booking: " + violation);
  return broken;
}

} // namespace

RunResult simulate(const Scenario& scenario, const SimulateOptions& options)
{
  const auto wall_start = std::chrono::steady_clock::now();
  Platform platform(scenario.system.hosts);
  engine::Simulation simulation;
  engine::SimGridCoupling coupling(simulation);
  system::Server server(simulation, scenario.system, options.seed, options.replication);

  std::vector<std::string> methods;
  for (const system::Endpoint& endpoint : scenario.system.endpoints)
    methods.push_back(endpoint.method);
  load::LoadTest test(simulation, server, scenario.load, scenario.journeys,
                      {.seed = options.seed,
                       .replication = options.replication,
                       .methods = methods,
                       .vu_initialisation_time = engine::seconds(scenario.system.client.vu_initialisation_s),
                       .metrics = {.sections = options.summary_sections},
                       .done = [&] { coupling.finish(); }});
  for (load::SampleSink* output : options.outputs)
    test.metrics().add_output(*output);

  LoadWatch watch(test, simulation);
  SeriesRecorder recorder(server);
  const std::size_t server_host = scenario.system.host_of[static_cast<std::size_t>(system::Role::server)];
  platform.add_job("sampler", server_host, engine::seconds(1), [&] {
    recorder.sample(simulation.now(), watch.interval());
    if (options.progress)
      options.progress(test.progress());
  });
  if (not scenario.system.settings.queue.unlimited)
    platform.add_job("queue scheduler", server_host, scenario.system.settings.queue.promote_period,
                     [&] { server.promote(); });
  platform.add_job("expiry sweep", server_host, engine::seconds(1), [&] { server.expire(); });

  test.start();
  coupling.run();

  RunResult result;
  result.load = test.result();
  result.summary = load::summarise(test.metrics(), test.checks(), test.thresholds(), result.load.duration_s,
                                   scenario.load.summary_trend_stats);
  const engine::Time end = simulation.now();
  result.series = recorder.series();
  result.stations = server.stations(end);
  result.cpu_users = server.hosts().front()->groups();
  result.failures = failures_of(server);
  for (std::size_t i = 0; i < scenario.system.endpoints.size(); ++i)
    result.anatomy.push_back({scenario.system.endpoints[i].id, server.anatomy()[i]});
  result.broken_laws = laws_broken(server, end);
  result.gc_pauses = server.jvm().pauses();
  result.gc_paused_s = server.jvm().paused_s();
  result.events = simulation.events();
  simulation.clear();
  result.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - wall_start).count();
  return result;
}

} // namespace onsale::run
