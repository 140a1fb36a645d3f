/// The JVM as its threads see it: allocation fills the heap, collections stop the process, cold code costs more.
#pragma once

#include "model/system/application/place.hpp"
#include "model/system/flow/endpoint.hpp"
#include "model/system/jvm/heap.hpp"
#include "model/system/jvm/housekeeper.hpp"
#include "model/system/jvm/jvm_options.hpp"
#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/cpu/event_loop.hpp"
#include "sim/engine/gate.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/simulation.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace onsale::system {

struct PartKind;
extern const PartKind jvm_part;

class Jvm {
public:
  /// A line of the process's log that belongs to no request.
  struct LogLine {
    engine::Time time{};
    std::string text;
  };

  struct Memory {
    double heap_bytes = 0;
    bool collects = false; ///< false: the scenario says nothing of collections, so there are none
    bool serial = false;   ///< one thread collects
    double collectors = 0; ///< threads that collect at the expense of a CPU limit; 0: they have the CPU to themselves
  };

  /// @param draws  of its pauses; must outlive it, as the options
  Jvm(const Place& place, const engine::RandomFamily& draws, const JvmOptions& options, const Memory& memory,
      std::size_t endpoints);
  Jvm(const Jvm&) = delete;
  Jvm& operator=(const Jvm&) = delete;

  /// A request allocates, and keeps what the endpoint holds in `held`; the allocation that finds eden full begins a
  /// pause. Only while not paused. @return false: out of memory, to be thrown when the pause is over
  /// @param leaked_bytes  what stays reachable for ever besides
  [[nodiscard]] bool allocate(const Endpoint& endpoint, Heap::Held& held, double leaked_bytes = 0);
  /// The process ended and started anew: cold code, an empty heap, no pause. No request may hold anything.
  void restart(double new_heap_bytes);

  /// What CPU work of this endpoint costs now, in units of warm code; counts the request.
  double code_factor(std::size_t endpoint)
  {
    if (options_.cold_factor <= 1)
      return 1;
    return cold_code_factor(endpoint);
  }

  /// Gives the compiler what one more request makes worth compiling.
  void compile();

  /// No thread of the process takes a step while paused; look again after waiting, another may have begun a pause.
  bool paused() const { return not running_.is_open(); }
  engine::Gate& running() { return running_; }

  std::uint64_t pauses() const { return pauses_; }
  std::uint64_t full_collections() const { return full_collections_; }
  double paused_s() const { return paused_s_; }
  /// Pauses so far, of one that goes on what has passed of it.
  double stopped_s() const
  {
    return paused() ? paused_s_ + engine::in_seconds(simulation_.now() - paused_at_) : paused_s_;
  }
  const Heap& heap() const { return heap_; }
  const std::vector<LogLine>& log() const { return log_; }

private:
  double cold_code_factor(std::size_t endpoint);
  void pause(double pause_s);
  std::size_t collecting_threads() const;
  struct Collector {
    explicit Collector(engine::Cpu::ProcessId process) : thread(process, false) {}
    engine::Cpu::Thread thread;
    engine::ProcessRef work;
  };
  static engine::Process collect(Jvm& jvm, Collector& collector, double work_s);
  void pause_ends();

  engine::Simulation& simulation_;
  engine::Cpu& cpu_;
  engine::Cpu::ProcessId process_;
  const engine::RandomFamily& draws_;
  const JvmOptions& options_;
  Heap heap_;
  Memory memory_;
  engine::Gate running_;
  engine::Time paused_at_{};
  engine::Timer pause_end_;          // of a pause that takes its time
  std::deque<Collector> collectors_; // of one that is the work of threads
  std::size_t collecting_ = 0;       // of them
  engine::EventLoop compiler_;
  double compiled_for_;        // requests that the process has served, for its compiler
  double compile_order_s_ = 0; // CPU time of what is not yet worth a task of the compiler
  Housekeeper housekeeper_;
  std::vector<LogLine> log_;
  std::uint64_t pauses_ = 0;
  std::uint64_t full_collections_ = 0;
  double paused_s_ = 0;                 // by pauses that are over
  std::vector<std::uint64_t> requests_; // [endpoint] served so far, for warm-up
};

} // namespace onsale::system
