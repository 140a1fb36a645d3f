#include "model/k6/test/load_test.hpp"

#include "sim/engine/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

namespace onsale::k6 {
namespace {

constexpr auto gauge_period = engine::seconds(1);
/// k6's gauges tick from before the first scenario starts: a second's tick comes before all else that is due then.
constexpr auto gauge_lead = engine::seconds(1e-6);
/// Go's http.Transport keeps so many idle connections to one host where batchPerHost sets no limit.
constexpr std::uint32_t kept_without_limit = 2;
constexpr auto threshold_period = engine::seconds(2);

std::vector<MetricId> register_metrics(Metrics& metrics, const std::vector<CustomMetric>& custom)
{
  std::vector<MetricId> ids;
  ids.reserve(custom.size());
  for (const auto& each : custom)
    ids.push_back(metrics.register_metric(each.name, each.kind, each.content));
  return ids;
}

TagSet with_tags(TagSet tags, const Tags& more)
{
  for (const auto& [name, value] : more)
    tags.set(name, value);
  return tags;
}

/// That a virtual user may have open at a time: those of a batch, all to one host.
std::uint32_t connections_of(const Options& options, const Scripts& scripts)
{
  if (not scripts.uses_batches())
    return 1;
  const auto per_host = options.batch_per_host > 0 ? options.batch_per_host : options.batch; // 0: no limit of its own
  return static_cast<std::uint32_t>(std::min(options.batch, per_host));
}

} // namespace

struct LoadTest::Scenario {
  explicit Scenario(engine::Simulation& used_simulation, std::unique_ptr<ExecutorRun> executor)
      : simulation(used_simulation), run(std::move(executor)),
        start([](void* self) { static_cast<Scenario*>(self)->begin(); }, this)
  {
  }

  /// A scenario that ends at this instant gives its users back first: they are counted on.
  void begin()
  {
    if (std::exchange(others_had_their_turn, true))
      run->start();
    else
      simulation.arm(start, simulation.now());
  }

  engine::Simulation& simulation;
  std::unique_ptr<ExecutorRun> run;
  engine::Timer start;
  engine::Time starts_at{};
  bool others_had_their_turn = false;
};

LoadTest::LoadTest(engine::Simulation& simulation, http::Target& target, const Options& options, Scripts& scripts,
                   Settings settings)
    : simulation_(simulation), options_(options), scripts_(scripts), settings_(std::move(settings)),
      metrics_(settings_.metrics), custom_metrics_(register_metrics(metrics_, scripts.tables().metrics)),
      thresholds_(options.thresholds, metrics_), rate_limit_(options.rps),
      run_tags_(metrics_.tags().intern(with_tags({}, options.tags))),
      users_(simulation, connections_of(options, scripts)),
      setup_(simulation, {[this] { part_done(setup_parts_, start_), start_scenarios(); },
                          [this] { timed_out("setup", options_.setup_timeout_ns, ExitCode::setup_timeout); }}),
      teardown_(simulation,
                {[this] { part_done(teardown_parts_, teardown_start_), finish(); },
                 [this] { timed_out("teardown", options_.teardown_timeout_ns, ExitCode::teardown_timeout); }}),
      gauges_due_([](void* self) { static_cast<LoadTest*>(self)->sample_gauges(); }, this),
      thresholds_due_([](void* self) { static_cast<LoadTest*>(self)->judge_thresholds(); }, this),
      abort_due_([](void* self) { static_cast<LoadTest*>(self)->abort(); }, this),
      teardown_due_([](void* self) { static_cast<LoadTest*>(self)->start_teardown(); }, this),
      end_due_([](void* self) { static_cast<LoadTest*>(self)->end(); }, this), unfinished_(options.scenarios.size())
{
  if (not settings_.no_setup)
    setup_parts_ = add_parts(target, "setup", scripts.setup(), &Scripts::make_setup);
  if (not settings_.no_teardown)
    teardown_parts_ = add_parts(target, "teardown", scripts.teardown(), &Scripts::make_teardown);
  for (const auto& scenario : options.scenarios)
    add_scenario(scenario, target);
}

LoadTest::~LoadTest() = default;

void LoadTest::start()
{
  start_ = simulation_.now();
  for (auto& workload : workloads_)
    workload.test_start = start_;
  simulation_.arm(gauges_due_, start_ + gauge_period - gauge_lead);
  if (not options_.thresholds.empty())
    simulation_.arm(thresholds_due_, start_ + threshold_period);
  for (auto missing_users = initialised_vus(options_); missing_users > 0; --missing_users)
    users_.give_back(users_.initialise());
  setup_.start(setup_parts_, users_, as_duration(options_.setup_timeout_ns));
}

void LoadTest::interrupt()
{
  if (finished_)
    return;
  exit_code_ = ExitCode::external_abort;
  abort();
}

LoadProgress LoadTest::progress() const
{
  LoadProgress progress;
  progress.elapsed_s = elapsed_s();
  progress.vus_active = active_users();
  progress.vus_initialised = users_.initialised();
  for (const auto& scenario : scenarios_) {
    progress.scenarios.push_back(scenario->run->progress());
    if (auto& added = progress.scenarios.back(); added.state == ScenarioProgress::State::waiting)
      added.starts_in_s = std::max(0.0, engine::in_seconds(scenario->starts_at - simulation_.now()));
    progress.complete += progress.scenarios.back().complete;
    progress.interrupted += progress.scenarios.back().interrupted;
  }
  return progress;
}

LoadResult LoadTest::result() const
{
  std::vector<FailedRequests> failed;
  for (const Workload& each : workloads_)
    each.samples.add_failed(failed);
  std::ranges::stable_sort(failed, {}, &FailedRequests::first_s);
  return {elapsed_s(), exit_code_, aborted_by_, progress(), warnings_, std::move(failed)};
}

Workload& LoadTest::add_workload(http::Target& target, MakeScript make_script, WorkloadTags tags,
                                 std::string group_prefix, std::string_view stream)
{
  const bool is_part = not group_prefix.empty();
  return workloads_.emplace_back(
      Workload{.simulation = simulation_,
               .target = target,
               .make_script = std::move(make_script),
               .abort_test = [this](const std::string& why) { abort_by_script(why); },
               .rate_limit = rate_limit_,
               .samples = ClientSamples(metrics_, checks_, scripts_.tables(),
                                        {.tags = std::move(tags.all),
                                         .dropped_tags = std::move(tags.of_dropped),
                                         .system_tags = options_.system_tags,
                                         .group_prefix = std::move(group_prefix),
                                         .metrics = custom_metrics_}),
               .draws = engine::RandomFamily(settings_.seed, settings_.replication, stream),
               .min_iteration_duration = as_duration(options_.min_iteration_duration_ns),
               .kept_connections = options_.batch_per_host > 0 ? users_.connections() : kept_without_limit,
               .no_connection_reuse = options_.no_connection_reuse,
               .no_vu_connection_reuse = options_.no_vu_connection_reuse,
               .is_part = is_part});
}

std::vector<TestPartRun::Part> LoadTest::add_parts(http::Target& target, const std::string& name,
                                                   const std::vector<TestPart>& parts, MakePart make)
{
  std::vector<TestPartRun::Part> added;
  for (std::size_t i = 0; i < parts.size(); ++i)
    added.push_back({&add_workload(
                         target, [this, i, make](std::uint32_t user) { return (scripts_.*make)(i, user); },
                         {with_tags({}, options_.tags), {}}, "::" + name, fmt::format("{} {}", name, parts[i].name)),
                     parts[i].repeat});
  return added;
}

void LoadTest::add_scenario(const ScenarioOptions& scenario, http::Target& target)
{
  ONSALE_CHECK(scripts_.has(scenario.exec),
               fmt::format("scenario '{}': there is no function '{}'", scenario.name, scenario.exec));
  TagSet of_scenario;
  if (options_.system_tags.has("scenario"))
    of_scenario.set("scenario", scenario.name);
  const auto of_dropped = with_tags(of_scenario, options_.tags);
  const WorkloadTags tags{with_tags(of_dropped, scenario.tags), of_dropped};
  auto& workload = add_workload(
      target, [this, &scenario](std::uint32_t user) { return scripts_.make_for(scenario.name, scenario.exec, user); },
      tags, {}, fmt::format("journey of {}", scenario.name));
  ExecutorContext context{simulation_,
                          users_,
                          workload,
                          scenario,
                          settings_.vu_initialisation_time,
                          [this] { scenario_finished(); },
                          [this](const std::string& message) {
                            warnings_.push_back({elapsed_s(), message});
                          }};
  scenarios_.push_back(std::make_unique<Scenario>(simulation_, make_executor_run(std::move(context))));
}

void LoadTest::start_scenarios()
{
  set_up_ = true;
  for (std::size_t i = 0; i < scenarios_.size(); ++i) {
    scenarios_[i]->starts_at = simulation_.now() + as_duration(options_.scenarios[i].start_time_ns);
    simulation_.arm(scenarios_[i]->start, scenarios_[i]->starts_at);
  }
}

/// Whatever the scenarios left: their users are counted on, the test is over when the teardown is.
void LoadTest::start_teardown()
{
  engine::Simulation::disarm(thresholds_due_);
  teardown_start_ = simulation_.now();
  teardown_.start(teardown_parts_, users_, as_duration(options_.teardown_timeout_ns));
}

/// Until v0.47 setup and teardown are iterations of their own, as far as their duration goes.
void LoadTest::part_done(const std::vector<TestPartRun::Part>& parts, engine::Time began)
{
  if (not parts.empty() and options_.version < first_with_shared_vus)
    parts.back().workload->samples.part(elapsed_s(), engine::in_seconds(simulation_.now() - began));
}

void LoadTest::timed_out(std::string_view part, std::int64_t timeout_ns, ExitCode exit_code)
{
  exit_code_ = exit_code;
  warnings_.push_back(
      {elapsed_s(), fmt::format("{}() timed out after {} seconds", part, engine::in_seconds(as_duration(timeout_ns)))});
  if (exit_code == ExitCode::setup_timeout)
    abort();
  else
    finish();
}

/// Called from within a user: users are stopped by an event of its own.
void LoadTest::abort_by_script(const std::string& why)
{
  exit_code_ = ExitCode::script_aborted;
  warnings_.push_back({elapsed_s(), why});
  simulation_.arm(abort_due_, simulation_.now());
}

void LoadTest::sample_gauges()
{
  if (finished_)
    return; // the end is at this very instant: no sample of a test without users
  const double time_s = std::round(elapsed_s());
  metrics_.add(MetricId::vus, run_tags_, time_s, static_cast<double>(active_users()));
  metrics_.add(MetricId::vus_max, run_tags_, time_s, static_cast<double>(users_.initialised()));
  simulation_.arm(gauges_due_, start_ + engine::seconds(time_s) + gauge_period - gauge_lead);
}

void LoadTest::judge_thresholds()
{
  if (finished_)
    return; // the end is at this very instant: nothing is left to abort
  simulation_.arm(thresholds_due_, simulation_.now() + threshold_period);
  aborted_by_ = thresholds_.aborting(metrics_, elapsed_s());
  if (aborted_by_.empty())
    return;
  exit_code_ = ExitCode::thresholds_crossed;
  abort();
}

void LoadTest::abort()
{
  engine::Simulation::disarm(thresholds_due_);
  engine::Simulation::disarm(abort_due_);
  setup_.abort();
  if (teardown_.running()) {
    teardown_.abort();
    finish();
  }
  for (const auto& scenario : scenarios_) {
    engine::Simulation::disarm(scenario->start);
    scenario->run->abort();
  }
}

/// Called from within an executor or a user: the end is an event of its own.
void LoadTest::scenario_finished()
{
  if (--unfinished_ > 0)
    return;
  if (teardown_parts_.empty() or not set_up_) // k6 tears nothing down after a setup that failed
    finish();
  else
    simulation_.arm(teardown_due_, simulation_.now());
}

void LoadTest::finish()
{
  finished_ = true;
  simulation_.arm(end_due_, simulation_.now());
}

void LoadTest::end()
{
  end_ = simulation_.now();
  over_ = true;
  engine::Simulation::disarm(gauges_due_);
  engine::Simulation::disarm(thresholds_due_);
  if (thresholds_.evaluate_final(metrics_, elapsed_s()) && exit_code_ == ExitCode::ok)
    exit_code_ = ExitCode::thresholds_crossed;
  if (settings_.done)
    settings_.done();
}

std::int64_t LoadTest::active_users() const
{
  std::int64_t active = 0;
  for (const auto& scenario : scenarios_)
    active += scenario->run->active();
  return active;
}

} // namespace onsale::k6
