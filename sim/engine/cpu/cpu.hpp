/// The processors of a host, as everybody sees them who computes: processes with threads, whatever the discipline.
#pragma once

#include "sim/engine/cpu/cpu_options.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/engine/station.hpp"
#include "sim/engine/waiter.hpp"

#include <coroutine>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace onsale::engine {

/// Threads belong to processes of the host. A thread asks for CPU time and has it when run() comes back; how those who
/// ask at once share the processors is the discipline's matter (processor_sharing.hpp, run_queues.hpp). A process can
/// be stopped (a stop-the-world pause) and can have a quota of CPU time per period (container limit; Linux CFS
/// bandwidth control): then it stops until the period ends.
///
///   const std::unique_ptr<Cpu> cpu = make_cpu(simulation, {.name = "host cpu", .capacity = {.cores = 2}});
///   Cpu::Thread worker(cpu->add_process("java"));
///   co_await cpu->run(worker, seconds(0.002));
class Cpu {
public:
  using ProcessId = std::uint32_t;

  struct Use {
    std::string name;
    double served_s = 0; ///< CPU seconds given to runs that ended
    std::uint64_t completions = 0;
    std::uint32_t resident = 0; ///< threads that want CPU now, computing, waiting or stopped
    double throttled_s = 0;     ///< time spent stopped by the quota
  };

  /// What a discipline notes of a thread.
  struct ThreadState {
    ThreadState() = default;
    ThreadState(const ThreadState&) = delete;
    ThreadState& operator=(const ThreadState&) = delete;
    virtual ~ThreadState() = default;
  };

  /// A thread of a process: a light handle. It stays where it is, must outlive the runs that it is given, and ends
  /// before its Cpu.
  class Thread {
  public:
    /// @param stops  with its process; false: only a spent quota holds it up
    explicit Thread(ProcessId process = 0, bool stops = true) : process_(process), stops_(stops) {}
    Thread(const Thread&) = delete;
    Thread& operator=(const Thread&) = delete;
    ProcessId process() const { return process_; }
    bool stops() const { return stops_; }

  private:
    friend class RunQueues;
    std::unique_ptr<ThreadState> state_; // where the discipline keeps one
    ProcessId process_;
    bool stops_;
  };

  class [[nodiscard]] Run {
  public:
    Run(Cpu& cpu, Thread& thread, Duration demand)
        : cpu_(cpu), thread_(thread), waiter_(cpu.simulation_), demand_s_(in_seconds(demand)), remaining_s_(demand_s_)
    {
    }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    ~Run()
    {
      if (present_)
        cpu_.leave(*this);
    }
    bool await_ready() const { return demand_s_ <= 0; }
    void await_suspend(std::coroutine_handle<> process)
    {
      waiter_.wait(process);
      present_ = true;
      cpu_.start(*this);
    }
    void await_resume()
    {
      waiter_.woken();
      if (present_)
        cpu_.told(*this);
    }

  private:
    friend class Cpu;
    friend class ProcessorSharing;
    friend class RunQueues;
    Cpu& cpu_;
    Thread& thread_;
    Waiter waiter_;
    double demand_s_;
    double remaining_s_; // brought up to date when the discipline says
    bool present_ = false;
  };

  Cpu(const Cpu&) = delete;
  Cpu& operator=(const Cpu&) = delete;
  virtual ~Cpu();

  /// Process 0, of the Cpu's own name, is there from the beginning.
  ProcessId add_process(std::string name);

  /// co_await: until the thread got `demand` of CPU time (of one core working alone, at speed 1). One run of a thread
  /// at a time.
  Run run(Thread& thread, Duration demand) { return Run(*this, thread, demand); }

  /// Stops the world: threads of this process compute no more until resume(), and who comes meanwhile waits; `but` goes
  /// on, the one that does the work for which the others are stopped. Stops nest: each needs its resume, with the same
  /// `but`.
  void stop(ProcessId process, const Thread* but = nullptr);
  void resume(ProcessId process, const Thread* but = nullptr);
  /// Limits the process to `cores` over each period (docker --cpus). 0 cores: no limit.
  void set_quota(ProcessId process, double cores, Duration period = std::chrono::milliseconds(100));
  void set_capacity(const CpuCapacity& capacity);
  /// Relative speed of every core, above 0: 0.5 makes all work take twice as long.
  void set_speed(double speed);

  const std::string& name() const { return name_; }
  const CpuCapacity& capacity() const { return capacity_; }
  double speed() const { return speed_; }
  /// Threads that want CPU: computing, waiting for it, or stopped.
  std::uint32_t resident() const { return resident_; }
  std::vector<Use> use() const;                ///< [process]
  double throttled_s(ProcessId process) const; ///< so far, a stop that goes on with what has passed of it
  /// busy_s is CPU time spent by all threads; `queued` counts those that want CPU, `waited_s` the time they did.
  StationReport report(Time now) const;
  /// The same of one process since it has had a quota, which is its capacity; no others are integrated.
  StationReport report(ProcessId process, Time now) const;

protected:
  struct ProcessState; // process_state.hpp

  Cpu(Simulation& simulation, std::string name, const CpuCapacity& capacity);

  virtual void start(Run& run) = 0;
  virtual void told(Run& run) = 0;  ///< its process goes on, and still counts as present
  virtual void leave(Run& run) = 0; ///< its process is ended meanwhile
  virtual void advance() = 0;       ///< brings what is measured up to now
  virtual void complete_due() = 0;
  virtual void halt(ProcessState& process) = 0;    ///< whoever of it may not compute does not
  virtual void release(ProcessState& process) = 0; ///< whoever of it may compute does
  virtual void refit() = 0;                        ///< to the present capacity and speed
  virtual void rearm() = 0;
  virtual double rate_of(const ProcessState& process) const = 0; ///< CPU seconds that it gets per second
  virtual double served_present_s(Time now) const = 0;           ///< CPU time that runs not ended have had

  /// Integrates up to now. @return the time since it did so last
  double measure()
  {
    const Time now = simulation_.now();
    if (now == last_)
      return 0;
    const double dt_s = in_seconds(now - last_);
    last_ = now;
    resident_integral_s_ += resident_ * dt_s;
    capacity_integral_s_ += full_rate_ * dt_s;
    busy_s_ += busy_rate_ * dt_s;
    return dt_s;
  }
  ProcessState& process_of(const Run& run) { return *processes_[run.thread_.process()]; }
  Time last_measured() const { return last_; }
  bool may_compute(const Thread& thread) const;
  void count_arrival(ProcessState& process);
  void count_completion(ProcessState& process, double served_s);
  void count_leaving(ProcessState& process, double served_s); ///< its process was ended before it had all
  void charge_quotas(double dt_s);
  void watch_quotas();

  Simulation& simulation_;
  std::vector<std::unique_ptr<ProcessState>> processes_;
  CpuCapacity capacity_;
  double speed_ = 1;
  double full_rate_ = 0; // work done per second by all when every hardware thread has something to do
  double busy_rate_ = 0; // work done per second now
  bool has_quota_ = false;

private:
  std::string name_;
  Time last_{};
  std::uint32_t resident_ = 0;
  std::uint32_t resident_max_ = 0;
  std::uint64_t arrivals_ = 0;
  std::uint64_t completions_ = 0;
  std::uint64_t gave_up_ = 0;
  double busy_s_ = 0;
  double served_s_ = 0; // to runs that ended
  double resident_integral_s_ = 0;
  double capacity_integral_s_ = 0;
  double resident_s_ = 0; // sum of instants of leaving less those of coming
};

/// The discipline that the options ask for. @throws std::invalid_argument where run queues cannot be of such cores
std::unique_ptr<Cpu> make_cpu(Simulation& simulation, const CpuOptions& options);

} // namespace onsale::engine
