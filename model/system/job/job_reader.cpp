#include "model/system/flow/flow_reader.hpp"
#include "model/system/job/job_options.hpp"
#include "model/system/job/shed_lock.hpp"

#include <chrono>
#include <cstdio>

namespace onsale::system {
namespace {

void read_schedule(config::Object& object, JobOptions& job)
{
  using Schedule = JobOptions::Schedule;
  const std::string kind = object.exactly_one_of({{"fixed-delay", "from the end of a run to the next"},
                                                  {"fixed-rate", "from start to start; late runs follow one another"},
                                                  {"cron", "second minute hour day-of-month month day-of-week"}});
  if (kind == "cron") {
    job.schedule = Schedule::cron;
    std::string fault;
    const std::string text = object.text("cron");
    job.cron = Cron::parse(text, fault);
    if (not job.cron && not text.empty())
      object.fault("cron", fault);
  } else if (not kind.empty()) {
    job.schedule = kind == "fixed-rate" ? Schedule::fixed_rate : Schedule::fixed_delay;
    job.period = object.duration(kind, {.above = engine::seconds(0)});
  }
  job.initial_delay = object.duration(
      "initial-delay", {.says = "before the first run, not of cron", .default_value = engine::seconds(0)});
}

JobOptions read_job(FlowReader& reader, const std::string& id, config::Object object)
{
  JobOptions job;
  job.id = id;
  read_schedule(object, job);
  job.everywhere = object.one_of<bool>("instances", "processes that run it: each of them, or the first alone",
                                       {{"every", true}, {"first", false}}, true);
  reader.begin(job.flow);
  const auto lock = object.value("shedlock", "ShedLock: one process at a time runs it, the others leave the run out");
  const auto steps = object.list("flow", {.says = "what a run does, on a thread of taskScheduler", .minimum_size = 1});
  if (lock)
    read_shed_lock(reader, *lock, steps);
  else
    reader.aside(steps);
  job.own_values = reader.own_values();
  reader.end();
  object.finish();
  return job;
}

} // namespace

std::int64_t read_clock(config::Object& scenario)
{
  const std::string text =
      scenario.text("clock", {.says = "date and time (UTC) at which the test begins, for cron: 2026-03-02T10:00:00",
                              .default_value = "2026-01-05T00:00:00"});
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;
  int length = 0;
  const int found =
      std::sscanf(text.c_str(), "%4d-%2u-%2uT%2u:%2u:%2u%n", &year, &month, &day, &hour, &minute, &second, &length);
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  if (found != 6 || static_cast<std::size_t>(length) != text.size() || not date.ok() || hour > 23 || minute > 59 ||
      second > 59) {
    scenario.fault("clock", "expected a date and a time such as 2026-03-02T10:00:00");
    return 0;
  }
  const std::chrono::sys_seconds at = std::chrono::sys_days(date) + std::chrono::hours(hour) +
                                      std::chrono::minutes(minute) + std::chrono::seconds(second);
  return at.time_since_epoch().count();
}

std::vector<JobOptions> read_jobs(config::Object jobs, FlowReader& reader)
{
  std::vector<JobOptions> all;
  for (const auto& entry : jobs.entries("a method with @Scheduled"))
    all.push_back(read_job(reader, entry.key, entry.value.object()));
  return all;
}

} // namespace onsale::system
