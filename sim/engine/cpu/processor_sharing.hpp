/// Processor sharing over cores: all runnable threads advance at the same rate, as threads of equal weight on a Linux
/// host do in the long run.
#pragma once

#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/hole_heap.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace onsale::engine {

/// Virtual time makes an arrival or completion O(log n): every runnable thread attains the same service V(t), so a run
/// ends when V reaches V(arrival) + demand, and only the least of these needs a timer.
class ProcessorSharing final : public Cpu {
public:
  struct Options {
    std::string name;
    CpuCapacity capacity;
  };

  ProcessorSharing(Simulation& simulation, const Options& options);

  std::uint32_t runnable() const { return static_cast<std::uint32_t>(heap_.size()); }

private:
  struct Entry {
    double finish; // value of V at which the run is done
    std::uint64_t sequence;
    Run* run;
    bool before(const Entry& other) const { return ordered(finish, sequence, other.finish, other.sequence); }
  };

  void start(Run& run) override;
  void told(Run&) override {}
  void leave(Run& run) override;
  void advance() override;
  void complete_due() override;
  void halt(ProcessState& process) override;
  void release(ProcessState& process) override;
  void refit() override;
  void rearm() override;
  double rate_of(const ProcessState& process) const override;
  double served_present_s(Time now) const override;

  void set_rate();
  void push(Run& run);

  std::vector<double> rate_of_; // [runnable] for the first few; beyond them full_rate_ / runnable
  HoleHeap<Entry> heap_;        // of the runnable threads
  std::uint64_t sequence_ = 0;
  double attained_ = 0; // V: service that each runnable thread has got since the CPU was last idle
  double rate_ = 0;     // dV/dt
  Timer timer_;
};

} // namespace onsale::engine
