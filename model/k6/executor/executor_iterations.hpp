/// per-vu-iterations and shared-iterations: a number of iterations, as fast as the users can.
#pragma once

#include "model/k6/executor/executor_run.hpp"

#include <cstdint>
#include <vector>

namespace onsale::k6 {

/// What has not begun when maxDuration passes is dropped: by each user for itself once it is free, or by the scenario
/// as a whole at its end where the iterations are shared.
class IterationsRun final : public ExecutorRun {
public:
  /// @param shared  whether the iterations are of all VUs together
  IterationsRun(ExecutorContext context, std::int64_t vus, std::int64_t iterations, bool shared);

  Turn next_turn(VirtualUser& user) override;
  void left(VirtualUser& user) override;
  std::int64_t active() const override { return active_; }

private:
  struct Member {
    VirtualUser* user = nullptr; // nullptr once it was given back
    std::uint64_t begun = 0;
  };

  void on_start() override;
  void on_hard_stop() override;
  void on_progress(ScenarioProgress& progress) const override;
  void release(Member& member);
  void drop_shared();

  std::uint64_t iterations_; // of each user, or of all together
  bool shared_;
  std::vector<Member> crew_; // [slot]
  engine::Timer max_duration_;
  std::int64_t active_ = 0;
  bool closed_ = false; // maxDuration has passed
};

} // namespace onsale::k6
