/// Group commit: transactions that ask while the log is being flushed share the next flush.
#pragma once

#include "sim/engine/deadline_queue.hpp"
#include "sim/engine/distribution.hpp"
#include "sim/engine/simulation.hpp"

#include <coroutine>
#include <cstdint>

namespace onsale::system {

/// One flush at a time; it takes `flushes` fsyncs (redo log, binary log) and carries everyone who waited when it began.
/// The commit rate is then about (group size) / (flush time): MySQL manual, "binary log group commit".
class GroupCommit {
public:
  struct Options {
    engine::Distribution fsync;
    int flushes = 2; ///< fsyncs of one group; 0: commits do not wait for the disk
  };

  GroupCommit(engine::Simulation& simulation, const engine::RandomFamily& draws, Options options);
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;

  class [[nodiscard]] Commit : public engine::ListHook<engine::WaitTag> {
  public:
    explicit Commit(GroupCommit& log) : log_(log) {}
    Commit(const Commit&) = delete;
    Commit& operator=(const Commit&) = delete;
    ~Commit()
    {
      if (event_ != 0)
        log_.simulation_.cancel(event_);
    }
    bool await_ready() const { return not log_.waits_for_disk(); }
    void await_suspend(std::coroutine_handle<> process);
    void await_resume() { event_ = 0; }

  private:
    friend class GroupCommit;
    GroupCommit& log_;
    std::coroutine_handle<> process_;
    std::uint64_t event_ = 0;
  };

  /// co_await: until the transaction is on disk.
  Commit commit() { return Commit(*this); }
  void set_slowdown(double factor) { slowdown_ = factor; }
  /// Fsyncs of each group from now on.
  void set_flushes(int flushes) { options_.flushes = flushes; }

  std::uint64_t groups() const { return groups_; }
  std::uint64_t commits() const { return commits_; }
  double busy_s() const { return busy_s_; }

private:
  using Waiting = engine::WaiterList<Commit, engine::WaitTag>;
  bool waits_for_disk() const { return options_.flushes > 0 && options_.fsync.mean_s() > 0; }
  void flush();
  void flushed();

  engine::Simulation& simulation_;
  const engine::RandomFamily& draws_;
  Options options_;
  engine::Timer flush_end_;
  Waiting waiting_;  // for the next flush
  Waiting flushing_; // carried by the present one
  bool busy_ = false;
  double slowdown_ = 1;
  std::uint64_t groups_ = 0;
  std::uint64_t commits_ = 0;
  double busy_s_ = 0;
};

} // namespace onsale::system
