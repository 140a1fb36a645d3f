#include "sim/engine/cpu/cpu.hpp"

#include "sim/engine/check.hpp"
#include "sim/engine/cpu/process_state.hpp"
#include "sim/engine/cpu/processor_sharing.hpp"
#include "sim/engine/cpu/run_queues.hpp"

#include <algorithm>

namespace onsale::engine {

double CpuCapacity::at(double runnable) const
{
  const double threads = std::max(cores, hardware_threads);
  const double used = std::min(runnable, threads);
  return used <= cores ? used : cores + smt_gain * (used - cores);
}

std::unique_ptr<Cpu> make_cpu(Simulation& simulation, const CpuOptions& options)
{
  if (options.run_queue)
    return std::make_unique<RunQueues>(simulation, options);
  return std::make_unique<ProcessorSharing>(simulation, ProcessorSharing::Options{options.name, options.capacity});
}

Cpu::Cpu(Simulation& simulation, std::string name, const CpuCapacity& capacity)
    : simulation_(simulation), capacity_(capacity), full_rate_(capacity.largest()), name_(std::move(name))
{
  add_process(name_);
}

Cpu::~Cpu() = default;

Cpu::ProcessId Cpu::add_process(std::string name)
{
  processes_.push_back(std::make_unique<ProcessState>(*this, std::move(name)));
  return static_cast<ProcessId>(processes_.size() - 1);
}

void Cpu::stop(ProcessId id, const Thread* but)
{
  advance();
  ProcessState& process = *processes_[id];
  process.stops.push_back(but);
  halt(process);
  rearm();
}

void Cpu::resume(ProcessId id, const Thread* but)
{
  advance();
  ProcessState& process = *processes_[id];
  const auto stop = std::ranges::find(process.stops, but);
  ONSALE_CHECK(stop != process.stops.end(), name_ + ": resume of " + process.use.name + ", which is not stopped so");
  process.stops.erase(stop);
  release(process);
  rearm();
}

void Cpu::set_quota(ProcessId id, double cores, Duration period)
{
  advance();
  ProcessState& process = *processes_[id];
  process.quota_s = cores * in_seconds(period);
  process.period = period;
  has_quota_ = std::ranges::any_of(processes_, [](const auto& p) { return p->quota_s > 0; });
  rearm();
}

void Cpu::set_capacity(const CpuCapacity& capacity)
{
  advance(); // measured with the old capacity up to here
  capacity_ = capacity;
  full_rate_ = speed_ * capacity.largest();
  refit();
}

void Cpu::set_speed(double speed)
{
  ONSALE_CHECK(speed > 0, name_ + ": speed " + std::to_string(speed) + " is not above 0");
  advance();
  speed_ = speed;
  set_capacity(CpuCapacity(capacity_));
}

bool Cpu::may_compute(const Thread& thread) const
{
  return processes_[thread.process()]->lets(thread);
}

void Cpu::charge_quotas(double dt_s)
{
  for (const auto& process : processes_) {
    const double used_s = rate_of(*process) * dt_s;
    process->consumed_s += used_s;
    if (process->quota_s <= 0)
      continue;
    process->used_s += used_s;
    process->resident_integral_s += process->use.resident * dt_s;
    process->quota_integral_s += process->quota_s / in_seconds(process->period) * dt_s;
  }
}

void Cpu::watch_quotas()
{
  for (const auto& state : processes_) {
    ProcessState& process = *state;
    if (process.quota_s <= 0 || rate_of(process) <= 0)
      continue;
    if (not process.period_end.armed()) {
      process.consumed_s = 0;
      simulation_.arm(process.period_end, simulation_.now() + process.period);
    }
    const Time at = process.exhausted_at();
    if (not process.exhausted.armed() || at < process.exhausted.at)
      simulation_.arm(process.exhausted, at);
  }
}

double Cpu::throttled_s(ProcessId id) const
{
  const ProcessState& process = *processes_[id];
  return process.use.throttled_s + (process.throttled ? in_seconds(simulation_.now() - process.throttled_since) : 0);
}

std::vector<Cpu::Use> Cpu::use() const
{
  std::vector<Use> uses;
  uses.reserve(processes_.size());
  for (const auto& process : processes_)
    uses.push_back(process->use);
  return uses;
}

StationReport Cpu::report(Time now) const
{
  const double dt_s = in_seconds(now - last_);
  StationReport report;
  report.name = name_;
  report.elapsed_s = in_seconds(now);
  report.capacity = full_rate_;
  const double capacity_s = capacity_integral_s_ + report.capacity * dt_s;
  report.capacity_mean = report.elapsed_s > 0 ? capacity_s / report.elapsed_s : report.capacity;
  report.arrivals = arrivals_;
  report.completions = completions_;
  report.gave_up = gave_up_;
  report.queued = resident_;
  report.queued_max = resident_max_;
  report.busy_s = busy_s_ + busy_rate_ * dt_s;
  report.served_s = served_s_ + served_present_s(now);
  report.queued_integral_s = resident_integral_s_ + resident_ * dt_s;
  report.waited_s = resident_s_ + resident_ * in_seconds(now);
  return report;
}

StationReport Cpu::report(ProcessId id, Time now) const
{
  const ProcessState& process = *processes_[id];
  const double dt_s = process.quota_s > 0 ? in_seconds(now - last_) : 0;
  StationReport report;
  report.name = process.use.name;
  report.elapsed_s = in_seconds(now);
  report.capacity = process.quota_s > 0 ? process.quota_s / in_seconds(process.period) : 0;
  const double capacity_s = process.quota_integral_s + report.capacity * dt_s;
  report.capacity_mean = report.elapsed_s > 0 ? capacity_s / report.elapsed_s : report.capacity;
  report.completions = process.use.completions;
  report.queued = process.use.resident;
  report.arrivals = report.completions + report.queued; // who was ended in the middle did not come
  report.busy_s = report.served_s = process.used_s + rate_of(process) * dt_s;
  report.queued_integral_s = report.waited_s = process.resident_integral_s + process.use.resident * dt_s;
  return report;
}

} // namespace onsale::engine
