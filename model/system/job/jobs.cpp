#include "model/system/job/jobs.hpp"

#include "model/system/executor/errand.hpp"
#include "model/system/executor/executors.hpp"
#include "model/system/system.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace onsale::system {
namespace {

using engine::Process;
using engine::Task;
using engine::Time;

/// The instant of the test's begin, which cron needs.
struct Clock final : PartOptions {
  std::int64_t begin_s = 0;
};

const MetricKind job_lateness{.name = "job-lateness",
                              .says = "how much later than due the last run of any job began, seconds",
                              .total = [](const System& system) { return system.part<Jobs>(job_part).late_s; }};
const MetricKind job_runs{
    .name = "job-runs-per-minute",
    .says = "runs of jobs begun, of all processes",
    .rate = MetricKind::Rate::per_minute,
    .total = [](const System& system) { return static_cast<double>(system.part<Jobs>(job_part).runs); }};

} // namespace

const PartKind job_part{.name = "job",
                        .metrics = {&job_lateness, &job_runs},
                        .read = [](config::Object& scenario, const Variation&) -> std::shared_ptr<const PartOptions> {
                          auto clock = std::make_shared<Clock>();
                          clock->begin_s = read_clock(scenario);
                          return clock;
                        },
                        .make = [](System& system, const PartOptions& options) -> std::unique_ptr<RunningPart> {
                          return std::make_unique<Jobs>(system, static_cast<const Clock&>(options).begin_s);
                        }};

Jobs::Jobs(System& system, std::int64_t clock_s)
    : system_(system), clock_s_(clock_s), draws_(system.seed.seed, system.seed.replication, "jobs"),
      locked_until_(system.options.jobs.size())
{
  started(*system.application.instances().front());
}

void Jobs::started(Instance& instance)
{
  const auto& jobs = system_.options.jobs;
  for (std::size_t number = 0; number < jobs.size(); ++number)
    if (jobs[number].everywhere || instance.number() == 1)
      system_.simulation.spawn(repeat(*this, number, instance));
}

engine::Time& Jobs::locked_until(std::size_t number)
{
  return locked_until_[number - system_.options.endpoints.size()];
}

Process Jobs::repeat(Jobs& jobs, std::size_t number, Instance& instance)
{
  Errand self;
  co_await engine::WatchSelf{self.process};
  instance.errands().push_back(self);
  const JobOptions& job = jobs.system_.options.jobs[number];
  for (Time due = jobs.first(job); due < engine::end_of_time; due = jobs.next(job, due)) {
    if (due > jobs.system_.now())
      co_await engine::Sleep{jobs.system_.simulation, due - jobs.system_.now()};
    co_await jobs.run(number, instance);
  }
}

Task<> Jobs::run(std::size_t number, Instance& instance)
{
  const JobOptions& job = system_.options.jobs[number];
  const Time due = system_.now();
  ThreadPool& pool = system_.part<Executors>(executor_part).pool_of(instance, task_scheduler);
  Work work(
      Intent(system_, job.flow, system_.options.endpoints.size() + number, engine::RandomStream(draws_, runs), due));
  work.instance = &instance;
  work.primary = &system_.database->primary_of(runs++);
  work.registers.make_own(job.own_values);
  co_await walk_on(pool, pool.admit(), work, {0, job.flow.size()});
  late_s = work.laps.parts_s()[static_cast<std::size_t>(Part::worker)];
}

Time Jobs::first(const JobOptions& job) const
{
  return job.cron ? next_of_cron(*job.cron) : system_.now() + job.initial_delay;
}

Time Jobs::next(const JobOptions& job, Time due) const
{
  switch (job.schedule) {
  case JobOptions::Schedule::fixed_delay:
    return system_.now() + job.period;
  case JobOptions::Schedule::fixed_rate:
    return due + job.period;
  case JobOptions::Schedule::cron:
    return next_of_cron(*job.cron);
  }
  return engine::end_of_time;
}

Time Jobs::next_of_cron(const Cron& cron) const
{
  const auto passed_s = static_cast<std::int64_t>(std::floor(engine::in_seconds(system_.now().time_since_epoch())));
  const auto next_s = cron.next(clock_s_ + passed_s);
  return next_s ? engine::at_seconds(static_cast<double>(*next_s - clock_s_)) : engine::end_of_time;
}

} // namespace onsale::system
