#include "sim/engine/cpu/processor_sharing.hpp"

#include "sim/engine/check.hpp"

#include <algorithm>

namespace onsale::engine {

double CpuCapacity::at(double runnable) const
{
  const double threads = std::max(cores, hardware_threads);
  const double used = std::min(runnable, threads);
  return used <= cores ? used : cores + smt_gain * (used - cores);
}

struct ProcessorSharing::GroupState {
  GroupState(ProcessorSharing& owner, std::string name)
      : cpu(owner), exhausted([](void* self) { static_cast<GroupState*>(self)->on_exhausted(); }, this),
        period_end([](void* self) { static_cast<GroupState*>(self)->on_period_end(); }, this)
  {
    use.name = std::move(name);
  }

  void on_exhausted()
  {
    cpu.complete_due(); // who ends with the last of the quota has not to wait for the next
    if (quota_s <= 0 || throttled || cpu.simulation_.now() < exhausted_at())
      return; // taken away, or fewer jobs ran than foreseen: then the timer is armed anew
    throttled_since = cpu.simulation_.now();
    throttled = true;
    cpu.stop_group(*this);
    cpu.rearm();
  }

  void on_period_end()
  {
    cpu.advance();
    consumed_s = 0;
    if (throttled) {
      use.throttled_s += in_seconds(cpu.simulation_.now() - throttled_since);
      throttled = false;
      cpu.start_group(*this);
    }
    if (quota_s > 0 && use.resident > 0)
      cpu.simulation_.arm(period_end, cpu.simulation_.now() + period);
    cpu.rearm();
  }

  /// When the quota is spent if all goes on as now. What is left may be too little to move the clock: then it is now.
  Time exhausted_at() const
  {
    const double left_s = std::max(0.0, quota_s - consumed_s);
    return cpu.simulation_.now() + Duration(left_s > 0 ? left_s / (cpu.rate_ * running) : 0);
  }

  ProcessorSharing& cpu;
  GroupUse use;
  std::vector<Serve*> frozen;
  std::uint32_t freezes = 0;
  std::uint32_t running = 0; // jobs in the heap
  double quota_s = 0;        // per period; 0: none
  Duration period{};
  double consumed_s = 0;
  bool throttled = false;
  Time throttled_since{};
  Timer exhausted;
  Timer period_end;
};

ProcessorSharing::ProcessorSharing(Simulation& simulation, Options options)
    : simulation_(simulation), name_(std::move(options.name)),
      timer_([](void* self) { static_cast<ProcessorSharing*>(self)->complete_due(); }, this)
{
  set_capacity(options.capacity);
  add_group(name_);
}

ProcessorSharing::~ProcessorSharing() = default;

ProcessorSharing::Group ProcessorSharing::add_group(std::string name)
{
  groups_.push_back(std::make_unique<GroupState>(*this, std::move(name)));
  return static_cast<Group>(groups_.size() - 1);
}

void ProcessorSharing::Serve::await_suspend(std::coroutine_handle<> process)
{
  process_ = process;
  cpu_.add(*this);
}

ProcessorSharing::Serve::~Serve()
{
  if (event_ != 0)
    cpu_.simulation_.cancel(event_);
  if (present_)
    cpu_.remove(*this);
}

void ProcessorSharing::add(Serve& job)
{
  advance();
  GroupState& group = *groups_[job.group_];
  job.present_ = true;
  ++arrivals_;
  ++resident_;
  ++group.use.resident;
  resident_max_ = std::max(resident_max_, resident_);
  resident_s_ -= in_seconds(simulation_.now());
  if (group.freezes > 0) {
    group.frozen.push_back(&job);
    return;
  }
  push(job);
  set_rate();
  rearm();
}

void ProcessorSharing::push(Serve& job)
{
  ++groups_[job.group_]->running;
  heap_.push({attained_ + job.remaining_s_, ++sequence_, &job});
}

/// Rare (a process was ended while it computed): a walk is good enough.
void ProcessorSharing::remove(Serve& job)
{
  advance();
  GroupState& group = *groups_[job.group_];
  job.present_ = false;
  if (std::erase(group.frozen, &job) == 0) {
    const auto entry = heap_.extract([&](const Entry& e) { return e.job == &job; });
    ONSALE_CHECK(entry.size() == 1, name_ + ": a job is neither running nor frozen");
    job.remaining_s_ = entry.front().finish - attained_;
    --group.running;
  }
  const double got_s = job.demand_s_ - job.remaining_s_;
  demand_done_s_ += got_s;
  group.use.served_s += got_s;
  --group.use.resident;
  --resident_;
  ++gave_up_;
  resident_s_ += in_seconds(simulation_.now());
  set_rate();
  rearm();
}

Duration ProcessorSharing::left(const Serve& job)
{
  advance();
  for (const Entry& entry : heap_.items())
    if (entry.job == &job)
      return seconds(std::max(0.0, entry.finish - attained_));
  return seconds(job.present_ ? job.remaining_s_ : 0); // frozen, or done and about to be told
}

/// Brings V, and all that is measured, up to now.
void ProcessorSharing::advance()
{
  const double dt_s = in_seconds(simulation_.now() - last_);
  last_ = simulation_.now();
  if (dt_s <= 0)
    return;
  attained_ += rate_ * dt_s;
  resident_integral_s_ += resident_ * dt_s;
  capacity_integral_s_ += full_rate_ * dt_s;
  busy_s_ += rate_ * dt_s * static_cast<double>(heap_.size());
  if (has_quota_)
    charge_quotas(dt_s);
}

void ProcessorSharing::charge_quotas(double dt_s)
{
  for (const auto& group : groups_)
    group->consumed_s += rate_ * dt_s * group->running;
}

void ProcessorSharing::set_rate()
{
  const std::size_t n = heap_.size();
  if (n == 0)
    attained_ = 0; // keeps V small, so that its rounding stays far below a nanosecond
  rate_ = n < rate_of_.size() ? rate_of_[n] : full_rate_ / static_cast<double>(n);
}

/// The timer may stay armed too early (it then finds nothing due and is armed anew), never too late.
void ProcessorSharing::rearm()
{
  if (has_quota_)
    watch_quotas();
  if (heap_.empty()) {
    Simulation::disarm(timer_);
    return;
  }
  const double left = std::max(0.0, heap_.top().finish - attained_);
  const Time at = simulation_.now() + Duration(left / rate_);
  if (not timer_.armed() || at < timer_.at)
    simulation_.arm(timer_, at);
}

void ProcessorSharing::complete_due()
{
  advance();
  const auto now = simulation_.now();
  while (not heap_.empty()) {
    const Entry entry = heap_.top();
    // What is left may be too little to move the clock: then it is done.
    if (entry.finish > attained_ && now + Duration((entry.finish - attained_) / rate_) > now)
      break;
    heap_.pop();
    Serve& job = *entry.job;
    GroupState& group = *groups_[job.group_];
    job.present_ = false;
    --group.running;
    --group.use.resident;
    ++group.use.completions;
    group.use.served_s += job.demand_s_;
    demand_done_s_ += job.demand_s_;
    --resident_;
    ++completions_;
    resident_s_ += in_seconds(now);
    job.event_ = simulation_.wake(job.process_);
  }
  set_rate();
  rearm();
}

void ProcessorSharing::freeze(Group group)
{
  advance();
  stop_group(*groups_[group]);
  rearm();
}

void ProcessorSharing::thaw(Group group)
{
  advance();
  start_group(*groups_[group]);
  rearm();
}

void ProcessorSharing::stop_group(GroupState& group)
{
  if (++group.freezes > 1)
    return;
  const auto of_group = [&](const Entry& entry) { return groups_[entry.job->group_].get() == &group; };
  for (const Entry& entry : heap_.extract(of_group)) {
    entry.job->remaining_s_ = std::max(0.0, entry.finish - attained_);
    group.frozen.push_back(entry.job);
  }
  group.running = 0;
  set_rate();
}

void ProcessorSharing::start_group(GroupState& group)
{
  ONSALE_CHECK(group.freezes > 0, name_ + ": thaw of " + group.use.name + ", which is not frozen");
  if (--group.freezes > 0)
    return;
  for (Serve* job : std::exchange(group.frozen, {}))
    push(*job);
  set_rate();
}

void ProcessorSharing::set_quota(Group id, double cores, Duration period)
{
  advance();
  GroupState& group = *groups_[id];
  group.quota_s = cores * in_seconds(period);
  group.period = period;
  has_quota_ = std::any_of(groups_.begin(), groups_.end(), [](const auto& g) { return g->quota_s > 0; });
  rearm();
}

void ProcessorSharing::watch_quotas()
{
  for (const auto& state : groups_) {
    GroupState& group = *state;
    if (group.quota_s <= 0 || group.running == 0)
      continue;
    if (not group.period_end.armed()) {
      group.consumed_s = 0;
      simulation_.arm(group.period_end, simulation_.now() + group.period);
    }
    const Time at = group.exhausted_at();
    if (not group.exhausted.armed() || at < group.exhausted.at)
      simulation_.arm(group.exhausted, at);
  }
}

void ProcessorSharing::set_capacity(const CpuCapacity& capacity)
{
  advance(); // measured with the old capacity up to here
  capacity_ = capacity;
  full_rate_ = speed_ * capacity.largest();
  rate_of_.assign(1, 0.0);
  const double threads = std::max(capacity.cores, capacity.hardware_threads);
  for (int n = 1; n <= threads + 1; ++n)
    rate_of_.push_back(speed_ * capacity_.at(n) / n);
  set_rate();
  if (not groups_.empty())
    rearm();
}

void ProcessorSharing::set_speed(double speed)
{
  ONSALE_CHECK(speed > 0, name_ + ": speed " + std::to_string(speed) + " is not above 0");
  advance();
  speed_ = speed;
  set_capacity(CpuCapacity(capacity_));
}

std::vector<ProcessorSharing::GroupUse> ProcessorSharing::groups() const
{
  std::vector<GroupUse> uses;
  uses.reserve(groups_.size());
  for (const auto& group : groups_)
    uses.push_back(group->use);
  return uses;
}

StationReport ProcessorSharing::report(Time now) const
{
  const double dt_s = in_seconds(now - last_);
  const double attained = attained_ + rate_ * dt_s;
  double present_s = 0;
  for (const Entry& entry : heap_.items())
    present_s += entry.job->demand_s_ - (entry.finish - attained);
  for (const auto& group : groups_)
    for (const Serve* job : group->frozen)
      present_s += job->demand_s_ - job->remaining_s_;

  StationReport report;
  report.name = name_;
  report.elapsed_s = in_seconds(now - measured_from_);
  report.capacity = full_rate_;
  const double capacity_s = capacity_integral_s_ + report.capacity * dt_s;
  report.capacity_mean = report.elapsed_s > 0 ? capacity_s / report.elapsed_s : report.capacity;
  report.arrivals = arrivals_;
  report.completions = completions_;
  report.gave_up = gave_up_;
  report.queued = resident_;
  report.queued_max = resident_max_;
  report.busy_s = busy_s_ + rate_ * dt_s * static_cast<double>(heap_.size());
  report.served_s = demand_done_s_ + present_s - present_at_start_s_;
  report.queued_integral_s = resident_integral_s_ + resident_ * dt_s;
  report.waited_s = resident_s_ + resident_ * in_seconds(now);
  return report;
}

void ProcessorSharing::restart_measuring(Time now)
{
  advance();
  const StationReport before = report(now);
  present_at_start_s_ = before.served_s + present_at_start_s_ - demand_done_s_;
  measured_from_ = now;
  arrivals_ = resident_;
  completions_ = gave_up_ = 0;
  resident_max_ = resident_;
  busy_s_ = demand_done_s_ = resident_integral_s_ = capacity_integral_s_ = 0;
  resident_s_ = -(resident_ * in_seconds(now));
}

} // namespace onsale::engine
