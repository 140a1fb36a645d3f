#include "model/k6/executor/load_test.hpp"

#include "sim/engine/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace onsale::k6 {
namespace {

constexpr auto gauge_period = engine::seconds(1);
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

bool has_batch(const Program& program)
{
  return std::ranges::any_of(program.code, [](const Instruction& at) { return at.op == Op::batch; });
}

/// That a virtual user may have open at a time: those of a batch, all to one host.
std::uint32_t connections_of(const Options& options, const Journeys& journeys)
{
  const bool batches = std::ranges::any_of(journeys.all, [](const Journey& journey) {
    return has_batch(journey.steps) or (journey.setup and has_batch(journey.setup->steps));
  });
  if (not batches)
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
  bool others_had_their_turn = false;
};

LoadTest::LoadTest(engine::Simulation& simulation, Target& target, const Options& options, const Journeys& journeys,
                   Settings settings)
    : simulation_(simulation), options_(options), journeys_(journeys), settings_(std::move(settings)),
      metrics_(settings_.metrics), custom_metrics_(register_metrics(metrics_, journeys.metrics)),
      thresholds_(options.thresholds, metrics_), lists_(journeys.names.lists.size()), rate_limit_(options.rps),
      run_tags_(metrics_.tags().intern(with_tags({}, options.tags))),
      users_(simulation, connections_of(options, journeys)),
      setup_(simulation, {[this] { start_scenarios(); }, [this] { setup_timed_out(); }}),
      gauges_due_([](void* self) { static_cast<LoadTest*>(self)->sample_gauges(); }, this),
      thresholds_due_([](void* self) { static_cast<LoadTest*>(self)->judge_thresholds(); }, this),
      end_due_([](void* self) { static_cast<LoadTest*>(self)->end(); }, this), unfinished_(options.scenarios.size())
{
  for (const auto& journey : journeys.all)
    if (journey.setup)
      setup_parts_.push_back({&add_workload(target, journey.setup->steps, with_tags({}, options.tags), "::setup",
                                            fmt::format("setup {}", journey.name)),
                              journey.setup->repeat});
  for (const auto& scenario : options.scenarios)
    add_scenario(scenario, target);
}

LoadTest::~LoadTest() = default;

void LoadTest::start()
{
  start_ = simulation_.now();
  for (auto& workload : workloads_)
    workload.test_start = start_;
  simulation_.arm(gauges_due_, start_ + gauge_period);
  if (not options_.thresholds.empty())
    simulation_.arm(thresholds_due_, start_ + threshold_period);
  for (auto missing_users = initialised_vus(options_); missing_users > 0; --missing_users)
    users_.give_back(users_.initialise());
  setup_.start(setup_parts_, users_, as_duration(options_.setup_timeout_ns));
}

LoadProgress LoadTest::progress() const
{
  LoadProgress progress;
  progress.elapsed_s = elapsed_s();
  progress.vus_active = active_users();
  progress.vus_initialised = users_.initialised();
  for (const auto& scenario : scenarios_) {
    progress.scenarios.push_back(scenario->run->progress());
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

Workload& LoadTest::add_workload(Target& target, const Program& program, TagSet tags, std::string group_prefix,
                                 std::string_view stream)
{
  const bool is_setup = not group_prefix.empty();
  return workloads_.emplace_back(
      Workload{.simulation = simulation_,
               .target = target,
               .program = program,
               .lists = lists_,
               .rate_limit = rate_limit_,
               .samples = ClientSamples(metrics_, checks_, journeys_.names, program.requests,
                                        {std::move(tags), std::move(group_prefix), settings_.methods, custom_metrics_}),
               .draws = engine::RandomFamily(settings_.seed, settings_.replication, stream),
               .min_iteration_duration = as_duration(options_.min_iteration_duration_ns),
               .no_connection_reuse = options_.no_connection_reuse,
               .no_vu_connection_reuse = options_.no_vu_connection_reuse,
               .is_setup = is_setup});
}

void LoadTest::add_scenario(const ScenarioOptions& scenario, Target& target)
{
  const auto* const journey = journeys_.find(scenario.exec);
  ONSALE_CHECK(journey != nullptr,
               fmt::format("scenario '{}': there is no journey '{}'", scenario.name, scenario.exec));
  const auto tags = with_tags(with_tags({{"scenario", scenario.name}}, options_.tags), scenario.tags);
  auto& workload = add_workload(target, journey->steps, tags, {}, fmt::format("journey of {}", scenario.name));
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
  for (std::size_t i = 0; i < scenarios_.size(); ++i)
    simulation_.arm(scenarios_[i]->start, simulation_.now() + as_duration(options_.scenarios[i].start_time_ns));
}

void LoadTest::setup_timed_out()
{
  exit_code_ = ExitCode::setup_timeout;
  warnings_.push_back({elapsed_s(), fmt::format("setup() timed out after {} seconds",
                                                engine::in_seconds(as_duration(options_.setup_timeout_ns)))});
  abort();
}

void LoadTest::sample_gauges()
{
  if (unfinished_ == 0)
    return; // the end is at this very instant: no sample of a test without users
  metrics_.add(MetricId::vus, run_tags_, elapsed_s(), static_cast<double>(active_users()));
  metrics_.add(MetricId::vus_max, run_tags_, elapsed_s(), static_cast<double>(users_.initialised()));
  simulation_.arm(gauges_due_, simulation_.now() + gauge_period);
}

void LoadTest::judge_thresholds()
{
  if (unfinished_ == 0)
    return; // the end is at this very instant: nothing is left to abort
  simulation_.arm(thresholds_due_, simulation_.now() + threshold_period);
  aborted_by_ = thresholds_.aborting(metrics_, elapsed_s());
  if (aborted_by_.empty())
    return;
  exit_code_ = ExitCode::thresholds_crossed;
  abort();
}

void LoadTest::stop()
{
  if (over_ || exit_code_ == ExitCode::interrupted)
    return;
  exit_code_ = ExitCode::interrupted;
  warnings_.push_back({elapsed_s(), "test run was aborted because k6 received a 'interrupt' signal"});
  abort();
}

void LoadTest::abort()
{
  engine::Simulation::disarm(thresholds_due_);
  setup_.abort();
  for (const auto& scenario : scenarios_) {
    engine::Simulation::disarm(scenario->start);
    scenario->run->abort();
  }
}

/// Called from within an executor or a user: the end is an event of its own.
void LoadTest::scenario_finished()
{
  if (--unfinished_ == 0)
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
