/// The JVM as its threads see it: allocation fills the heap, collections stop the process, cold code costs more.
#pragma once

#include "model/system/jvm/heap.hpp"
#include "model/system/jvm/housekeeper.hpp"
#include "model/system/system_options.hpp"
#include "sim/engine/gate.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/cpu/processor_sharing.hpp"
#include "sim/engine/cpu/run_queue.hpp"
#include "sim/engine/simulation.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace onsale::system {

class Jvm {
public:
  /// A line of the process's log that belongs to no request.
  struct LogLine {
    engine::Time time{};
    std::string text;
  };

  /// @param run_queue  of its host: a collection is work of one thread there (Serial, the collector of one core), while
  ///                   the others are stopped. nullptr where requests share the processors: a pause takes its time
  /// @param group      the process's group on its host: stopped during a pause
  Jvm(engine::Simulation& simulation, engine::ProcessorSharing& cpu, engine::RunQueue* run_queue,
      engine::ProcessorSharing::Group group, const engine::RandomFamily& draws, const SystemOptions& options);
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

  /// No thread of the process takes a step while paused; look again after waiting, another may have begun a pause.
  bool paused() const { return not running_.is_open(); }
  engine::Gate& running() { return running_; }

  std::uint64_t pauses() const { return pauses_; }
  std::uint64_t full_collections() const { return full_collections_; }
  double paused_s() const { return paused_s_; }
  /// Pauses so far, of one that goes on what has passed of it.
  double stopped_s() const
  {
    if (not paused())
      return paused_s_;
    return paused_s_ + engine::in_seconds(run_queue_ != nullptr ? simulation_.now() - paused_at_
                                                                : simulation_.now() - pause_ends_at_);
  }
  const Heap& heap() const { return heap_; }
  const std::vector<LogLine>& log() const { return log_; }

private:
  double cold_code_factor(std::size_t endpoint);
  void pause(double pause_s);
  static engine::Process collect(Jvm& jvm, double work_s);
  void pause_ends();

  engine::Simulation& simulation_;
  engine::ProcessorSharing& cpu_;
  engine::RunQueue* run_queue_;
  engine::ProcessorSharing::Group group_;
  const engine::RandomFamily& draws_;
  JvmOptions options_;
  Heap heap_;
  bool collects_; // false: the scenario says nothing of collections, so there are none
  engine::Gate running_;
  engine::Time paused_at_{};
  engine::Time pause_ends_at_{};
  engine::Timer pause_end_;            // where requests share the processors
  engine::RunQueue::Thread collector_; // where threads are scheduled
  engine::ProcessRef collecting_;
  Housekeeper housekeeper_;
  std::vector<LogLine> log_;
  std::uint64_t pauses_ = 0;
  std::uint64_t full_collections_ = 0;
  double paused_s_ = 0;                 // with all of a pause from its beginning, where its length is known then
  std::vector<std::uint64_t> requests_; // [endpoint] served so far, for warm-up
};

} // namespace onsale::system
