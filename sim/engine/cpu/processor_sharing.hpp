/// Processor sharing over cores: all runnable jobs advance at the same rate, as threads of equal weight on a Linux host
/// do.
#pragma once

#include "sim/engine/hole_heap.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/engine/station.hpp"

#include <coroutine>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace onsale::engine {

/// How much work n runnable jobs get done per second, in units of one core working alone.
///   n <= cores                  n
///   cores < n <= hw threads     cores + smt_gain * (n - cores)       (linear: each doubled core adds its gain)
///   beyond                      cores + smt_gain * (threads - cores)
/// With 6 cores, 12 hardware threads and a gain of 0.25, twelve jobs get 7.5 cores' worth.
struct CpuCapacity {
  double cores = 1;
  double hardware_threads = 0; ///< 0: as many as cores (no SMT)
  double smt_gain = 0.25;      ///< what the second thread of a core adds; Intel Technology Journal 6(1): up to 0.3

  double at(double runnable) const;
  double largest() const { return at(1e18); }
};

/// Jobs belong to groups (processes of the host). A group can be frozen (a stop-the-world pause) or given a quota of
/// CPU time per period (container limit; Linux CFS bandwidth control): then it stops until the period ends. Virtual
/// time makes an arrival or completion O(log n): every runnable job attains the same service V(t), so a job ends when V
/// reaches V(arrival) + demand, and only the least of these needs a timer.
class ProcessorSharing {
public:
  using Group = std::uint32_t;
  struct Options {
    std::string name;
    CpuCapacity capacity;
  };
  struct GroupUse {
    std::string name;
    double served_s = 0; ///< CPU seconds given to jobs that ended
    std::uint64_t completions = 0;
    std::uint32_t resident = 0; ///< jobs present now, runnable or frozen
    double throttled_s = 0;     ///< time spent stopped by the quota
  };

  class [[nodiscard]] Serve {
  public:
    Serve(ProcessorSharing& cpu, Duration demand, Group group)
        : cpu_(cpu), remaining_s_(in_seconds(demand)), demand_s_(remaining_s_), group_(group)
    {
    }
    Serve(const Serve&) = delete;
    Serve& operator=(const Serve&) = delete;
    ~Serve();
    bool await_ready() const { return demand_s_ <= 0; }
    void await_suspend(std::coroutine_handle<> process);
    void await_resume() { event_ = 0; }

  private:
    friend class ProcessorSharing;
    ProcessorSharing& cpu_;
    double remaining_s_; // kept up to date only while frozen
    double demand_s_;
    std::coroutine_handle<> process_;
    std::uint64_t event_ = 0;
    Group group_;
    bool present_ = false;
  };

  ProcessorSharing(Simulation& simulation, Options options);
  ProcessorSharing(const ProcessorSharing&) = delete;
  ProcessorSharing& operator=(const ProcessorSharing&) = delete;
  ~ProcessorSharing();

  Group add_group(std::string name);

  /// co_await: until the job got `demand` of CPU time (of one core working alone, at speed 1).
  Serve serve(Duration demand, Group group = 0) { return Serve(*this, demand, group); }

  /// What a job that is being served still needs. Cost O(jobs): for who serves one at a time.
  Duration left(const Serve& job);

  /// Stops the group's jobs where they are; new ones wait too. Freezes nest: each needs its thaw.
  void freeze(Group group);
  void thaw(Group group);
  /// Limits the group to `cores` over each period (docker --cpus). 0 cores: no limit.
  void set_quota(Group group, double cores, Duration period = std::chrono::milliseconds(100));
  void set_capacity(const CpuCapacity& capacity);
  /// Relative speed of every core, above 0: 0.5 makes all work take twice as long.
  void set_speed(double speed);
  double speed() const { return speed_; }

  std::uint32_t runnable() const { return static_cast<std::uint32_t>(heap_.size()); }
  std::uint32_t resident() const { return resident_; }
  const CpuCapacity& capacity() const { return capacity_; }
  std::vector<GroupUse> groups() const;
  /// busy_s is CPU time spent by all jobs; `queued` counts the jobs present, `waited_s` the time they spent here.
  StationReport report(Time now) const;
  void restart_measuring(Time now);

private:
  struct Entry {
    double finish; // value of V at which the job is done
    std::uint64_t sequence;
    Serve* job;
    bool before(const Entry& other) const { return ordered(finish, sequence, other.finish, other.sequence); }
  };
  struct GroupState;

  void add(Serve& job);
  void remove(Serve& job);
  void advance();
  void rearm();
  void complete_due();
  void set_rate();
  void push(Serve& job);
  void stop_group(GroupState& group);
  void start_group(GroupState& group);
  void watch_quotas();
  void charge_quotas(double dt_s);

  Simulation& simulation_;
  std::string name_;
  CpuCapacity capacity_;
  double speed_ = 1;
  double full_rate_ = 0;        // work done per second by all when every hardware thread has a job
  std::vector<double> rate_of_; // [runnable] for the first few; beyond them full_rate_ / runnable
  HoleHeap<Entry> heap_;        // of the runnable jobs
  std::uint64_t sequence_ = 0;
  double attained_ = 0; // V: service that each runnable job has got since the CPU was last idle
  double rate_ = 0;     // dV/dt
  Time last_{};
  Timer timer_;
  std::vector<std::unique_ptr<GroupState>> groups_;
  bool has_quota_ = false;

  std::uint32_t resident_ = 0;
  Time measured_from_{};
  std::uint64_t arrivals_ = 0;
  std::uint64_t completions_ = 0;
  std::uint64_t gave_up_ = 0;
  std::uint32_t resident_max_ = 0;
  double busy_s_ = 0;
  double demand_done_s_ = 0;
  double resident_integral_s_ = 0;
  double capacity_integral_s_ = 0;
  double resident_s_ = 0;         // sum of instants of leaving less those of coming
  double present_at_start_s_ = 0; // service already attained by those present when measuring (re)started
};

} // namespace onsale::engine
