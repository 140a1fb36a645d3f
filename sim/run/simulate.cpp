#include "sim/run/simulate.hpp"

#include "model/booking/invariants.hpp"
#include "model/k6/journey/journey_scripts.hpp"
#include "model/k6/summary/handle_summary.hpp"
#include "sim/run/platform.hpp"
#include "sim/run/script_workload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace onsale::run {
namespace {

using engine::in_seconds;
using k6::MetricId;

const k6::Sink& sink(const k6::Metrics& metrics, MetricId id)
{
  return metrics.sink(metrics[id].sink);
}

/// Client-side figures of one interval, as differences of totals.
class LoadWatch {
public:
  LoadWatch(k6::LoadTest& test, const engine::Simulation& simulation)
      : test_(test), simulation_(simulation), endpoints_(test.metrics())
  {
    test.metrics().watch_requests(newest_);
  }
  LoadWatch(const LoadWatch&) = delete;
  LoadWatch& operator=(const LoadWatch&) = delete;

  SeriesPoint interval()
  {
    const k6::Metrics& metrics = test_.metrics();
    const auto requests = static_cast<double>(sink(metrics, MetricId::http_reqs).count());
    const auto failures = static_cast<double>(sink(metrics, MetricId::http_req_failed).rate().nonzero);
    const auto iterations = sink(metrics, MetricId::iterations).counter().sum;
    const auto dropped = sink(metrics, MetricId::dropped_iterations).counter().sum;
    const k6::Trend& durations = sink(metrics, MetricId::http_req_duration).trend();
    const double total_ms = durations.average() * static_cast<double>(durations.count());
    const double now_s = in_seconds(simulation_.now());
    const double elapsed_s = now_s - last_s_;
    SeriesPoint point;
    point.time_s = now_s;
    point.vus = static_cast<std::uint64_t>(test_.progress().vus_active);
    if (elapsed_s > 0) {
      point.requests_per_s = (requests - requests_) / elapsed_s;
      point.failures_per_s = (failures - failures_) / elapsed_s;
      point.iterations_per_s = (iterations - iterations_) / elapsed_s;
      point.dropped_per_s = (dropped - dropped_) / elapsed_s;
    }
    if (requests > requests_)
      point.mean_ms = (total_ms - total_ms_) / (requests - requests_);
    last_s_ = now_s;
    requests_ = requests;
    failures_ = failures;
    total_ms_ = total_ms;
    iterations_ = iterations;
    dropped_ = dropped;
    for (const k6::WatchedRequest& each : newest_)
      durations_ms_.push_back(each.duration_ms);
    describe_latencies(point, durations_ms_);
    durations_ms_.clear();
    endpoints_.add(now_s, elapsed_s, newest_);
    newest_.clear();
    return point;
  }

  /// To be called once, at the end: the requests after the last whole interval count too.
  std::vector<EndpointSeries> endpoints()
  {
    endpoints_.add(in_seconds(simulation_.now()), 0, newest_);
    auto all = endpoints_.take();
    const k6::Metrics& metrics = test_.metrics();
    const k6::Trend& durations = sink(metrics, MetricId::http_req_duration).trend();
    all.insert(all.begin(), {.name = "(all)",
                             .points = {},
                             .outcomes = {},
                             .requests = sink(metrics, MetricId::http_reqs).count(),
                             .failed = sink(metrics, MetricId::http_req_failed).rate().nonzero,
                             .durations_ms = statistics_of(durations)});
    return all;
  }

private:
  const k6::LoadTest& test_;
  const engine::Simulation& simulation_;
  double last_s_ = 0;
  double requests_ = 0;
  double failures_ = 0;
  double total_ms_ = 0;
  double iterations_ = 0;
  double dropped_ = 0;
  std::vector<k6::WatchedRequest> newest_;
  std::vector<double> durations_ms_;
  EndpointRecorder endpoints_;
};

/// Calls back all along, by events: what an actor throws SimGrid would not hand on.
class ProgressClock {
public:
  ProgressClock(engine::Simulation& simulation, std::function<void()> call)
      : simulation_(simulation), call_(std::move(call)),
        due_([](void* self) { static_cast<ProgressClock*>(self)->ring(); }, this)
  {
  }
  void start() { simulation_.arm(due_, simulation_.now() + period); }

private:
  static constexpr auto period = engine::seconds(0.1);

  void ring()
  {
    call_();
    start();
  }

  engine::Simulation& simulation_;
  std::function<void()> call_;
  engine::Timer due_;
};

/// Ends all processes before what they hold is gone, also when the run ends by an exception.
class ClearAtEnd {
public:
  explicit ClearAtEnd(engine::Simulation& simulation) : simulation_(simulation) {}
  ClearAtEnd(const ClearAtEnd&) = delete;
  ClearAtEnd& operator=(const ClearAtEnd&) = delete;
  ~ClearAtEnd() { simulation_.clear(); }

private:
  engine::Simulation& simulation_;
};

engine::Task<> queue_scheduler_run(system::System& system)
{
  co_await system.waiting_queue.promote();
}

/// What the real stack prints at the first failure of that kind; the server tells a kind by its status, too.
std::string log_line_of(const system::System& system, std::size_t endpoint, system::Cause cause,
                        booking::Outcome outcome)
{
  for (const auto& [kind, count] : system.failures.log().kinds())
    if (kind.endpoint == endpoint && kind.cause == cause && kind.outcome == outcome)
      return count.log_line;
  return "";
}

Failure failure_of(const k6::FailedRequests& failed, const system::System& system)
{
  auto [cause, outcome] = system::cause_of(failed.reason);
  if (failed.error == http::NetworkError::request_timeout)
    cause = system::Cause::client_gone;
  Failure failure{system.options.endpoints[failed.endpoint].id,
                  std::string(system::to_string(cause)),
                  std::string(system::resource_of(cause)),
                  failed.status,
                  {failed.count, engine::at_seconds(failed.first_s), engine::at_seconds(failed.last_s),
                   log_line_of(system, failed.endpoint, cause, outcome)},
                  failed.error};
  if (cause == system::Cause::refused)
    failure.cause = booking::to_string(outcome);
  if (cause == system::Cause::none) {
    failure.cause = "answered";
    failure.resource = "application";
  }
  return failure;
}

std::vector<EndpointAnatomy> anatomy_of(const system::System& system)
{
  std::vector<EndpointAnatomy> rows;
  for (std::size_t i = 0; i < system.anatomy().size(); ++i) {
    const system::Anatomy& anatomy = system.anatomy()[i];
    const std::string& endpoint = system.options.endpoints[i].id;
    rows.push_back({endpoint, "mean", anatomy.all()});
    if (anatomy.all().requests > 0)
      for (const int percentile : {50, 95, 99})
        rows.push_back({endpoint, fmt::format("p{}", percentile), anatomy.around(percentile)});
  }
  return rows;
}

std::vector<CpuUse> cpu_users_of(const system::System& system)
{
  std::vector<CpuUse> users;
  for (const auto& host : system.hosts.all())
    for (const engine::Cpu::Use& use : host->cpu().use())
      if (use.served_s > 0)
        users.push_back({host->options().name, use.name, host->cpu().capacity().largest(), use.served_s});
  return users;
}

std::vector<std::string> laws_broken(system::System& system)
{
  std::vector<std::string> broken;
  for (const system::ResourceReport& report : system.resources())
    for (std::string& law : engine::broken_laws(report.figures))
      broken.push_back(std::move(law));
  for (std::string& violation : booking::violations(system.desk.booking()))
    broken.push_back("booking: " + violation);
  return broken;
}

std::unique_ptr<k6::Scripts> make_scripts(const Scenario& scenario, engine::Simulation& simulation,
                                          const SimulateOptions& options)
{
  if (scenario.script != nullptr)
    return scenario.script->make_scripts(scenario.system, scenario.journeys.names, simulation, options.console);
  std::vector<std::string> methods;
  for (const system::Endpoint& endpoint : scenario.system.endpoints)
    methods.push_back(endpoint.method);
  return std::make_unique<k6::JourneyScripts>(scenario.journeys, methods);
}

} // namespace

std::string Failure::answer() const
{
  return error == http::NetworkError::none
             ? fmt::format("HTTP {}", status)
             : fmt::format("{}, k6's error {}", k6::message_of(error), static_cast<int>(error));
}

double EndpointAnatomy::mean_ms(std::size_t part) const
{
  return sums.requests > 0 ? 1e3 * sums.total_s[part] / static_cast<double>(sums.requests) : 0;
}

double EndpointAnatomy::mean_ms() const
{
  double total = 0;
  for (std::size_t part = 0; part < system::part_count; ++part)
    total += mean_ms(part);
  return total;
}

namespace {

/// What conditions of operators look at.
operations::LoadFigures figures_of(const SeriesRecorder& recorder)
{
  const auto& points = recorder.series().points;
  if (points.empty())
    return {};
  const SeriesPoint& last = points.back();
  return {last.requests_per_s, last.failures_per_s, last.mean_ms / 1e3, last.p95_ms / 1e3};
}

void tell_collections(const system::System& system, RunResult& result)
{
  for (const auto& instance : system.application.instances()) {
    const auto& log = instance->jvm().log();
    result.jvm_log.insert(result.jvm_log.end(), log.begin(), log.end());
    result.gc_pauses += instance->jvm().pauses();
    result.gc_full += instance->jvm().full_collections();
    result.gc_paused_s += instance->jvm().paused_s();
  }
}

} // namespace

RunResult simulate(const Scenario& scenario, const SimulateOptions& options)
{
  const auto wall_start = std::chrono::steady_clock::now();
  Platform platform(scenario.system.hosts);
  engine::Simulation simulation;
  engine::SimGridCoupling coupling(simulation);
  system::System system(simulation, scenario.system, {options.seed, options.replication});

  system.traces = options.traces;

  const auto scripts = make_scripts(scenario, simulation, options);
  k6::LoadTest test(simulation, system, scenario.load, *scripts,
                    {.seed = options.seed,
                     .replication = options.replication,
                     .vu_initialisation_time = engine::seconds(scenario.system.client.vu_initialisation_s),
                     .no_setup = options.no_setup,
                     .no_teardown = options.no_teardown,
                     .metrics = {.sections = options.summary_sections},
                     .done = [&] { coupling.finish(); }});
  const ClearAtEnd clear_at_end(simulation);
  for (k6::SampleSink* output : options.outputs)
    test.metrics().add_output(*output);

  LoadWatch watch(test, simulation);
  SeriesRecorder recorder(system);
  BlameRecorder blame(system);
  const std::size_t server_host = scenario.system.host_of[static_cast<std::size_t>(system::Role::server)];
  platform.add_job("sampler", server_host, engine::seconds(1), [&] {
    recorder.sample(watch.interval());
    blame.sample(recorder.series());
  });
  if (not scenario.system.settings.queue.unlimited)
    platform.add_job("queue scheduler", server_host, scenario.system.settings.queue.promote_period, simulation,
                     [&] { return queue_scheduler_run(system); });
  platform.add_job("expiry sweep", server_host, engine::seconds(1), [&] { system.waiting_queue.expire(); });

  operations::Operations operations(simulation, system, scenario.plan, [&recorder] { return figures_of(recorder); });
  operations.start();

  ProgressClock progress(simulation, [&] { options.progress(test, recorder.series()); });
  if (options.progress)
    progress.start();

  test.start();
  coupling.run();

  RunResult result;
  result.load = test.result();
  result.summary = k6::summarise(test.metrics(), test.checks(), test.thresholds(), result.load.duration_s,
                                 scenario.load.summary_trend_stats);
  result.summary.time_unit = scenario.load.summary_time_unit;
  result.series = recorder.series();
  result.endpoints = watch.endpoints();
  result.timeline = operations.timeline();
  result.observations = operations.observations();
  result.resources = system.resources();
  result.cpu_users = cpu_users_of(system);
  for (const k6::FailedRequests& failed : result.load.failed)
    result.failures.push_back(failure_of(failed, system));
  result.unmatched = scripts->unmatched();
  result.summary_outputs = scripts->handle_summary(k6::handle_summary_data(result.summary));
  result.anatomy = anatomy_of(system);
  blame.sample(recorder.series());
  result.blame = blame.take();
  result.broken_laws = laws_broken(system);
  tell_collections(system, result);
  result.events = simulation.events();
  result.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - wall_start).count();
  return result;
}

} // namespace onsale::run
