/// A process of a host: who of it may compute, and the CPU time that it may have in each period.
#pragma once

#include "sim/engine/cpu/cpu.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace onsale::engine {

struct Cpu::ProcessState {
  ProcessState(Cpu& its_cpu, std::string name);

  bool lets(const Thread& thread) const { return not throttled && (stops.empty() || is_exempt(thread)); }
  bool is_exempt(const Thread& thread) const;

  void on_exhausted();
  void on_period_end();
  /// When the quota is spent if all goes on as now. What is left may be too little to move the clock: then it is now.
  Time exhausted_at() const;

  Cpu& cpu;
  Use use;
  std::vector<const Thread*> stops; // who of it goes on, for each
  std::vector<Run*> waiting;        // those stopped, in order of coming
  std::uint32_t running = 0;        // of processor sharing
  double quota_s = 0;               // per period; 0: none
  Duration period{};
  double consumed_s = 0; // in this period
  double used_s = 0;     // since it has had a quota, as the next two
  double resident_integral_s = 0;
  double quota_integral_s = 0;
  bool throttled = false;
  Time throttled_since{};
  Timer exhausted;
  Timer period_end;
};

inline void Cpu::count_arrival(ProcessState& process)
{
  ++arrivals_;
  ++resident_;
  ++process.use.resident;
  resident_max_ = std::max(resident_max_, resident_);
  resident_s_ -= in_seconds(simulation_.now());
}

inline void Cpu::count_completion(ProcessState& process, double served_s)
{
  --process.use.resident;
  ++process.use.completions;
  process.use.served_s += served_s;
  served_s_ += served_s;
  --resident_;
  ++completions_;
  resident_s_ += in_seconds(simulation_.now());
}

inline void Cpu::count_leaving(ProcessState& process, double served_s)
{
  --process.use.resident;
  process.use.served_s += served_s;
  served_s_ += served_s;
  --resident_;
  ++gave_up_;
  resident_s_ += in_seconds(simulation_.now());
}

} // namespace onsale::engine
