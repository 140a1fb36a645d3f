/// constant-vus and ramping-vus: slots whose users begin the next iteration as soon as the last one has ended.
///
///   slot    planned            released               cut off
///   loops --------------------> ends its iteration -> interrupted
///      ^                        |
///      +------------------------+ the count climbs back in time: the slot goes on
///
/// Two plans say when slots start and are released, and when they are cut off. A slot that is cut off while it is
/// planned stays empty until it is planned anew.
#pragma once

#include "model/k6/executor/executor_run.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace onsale::k6 {

class LoopingVusRun final : public ExecutorRun {
public:
  LoopingVusRun(ExecutorContext context, VuPlan planned, VuPlan reserved);

  Turn next_turn(VirtualUser& user) override;
  void left(VirtualUser& user) override;
  std::int64_t active() const override { return active_; }

private:
  struct Slot {
    VirtualUser* user = nullptr;
    bool planned = false;
    std::uint32_t begun = 0;
  };

  void on_start() override { take_steps(); }
  void on_hard_stop() override;
  void on_progress(ScenarioProgress& progress) const override;
  void take_steps();
  bool cuts_next() const;
  void plan(std::int64_t vus);
  void cut(std::int64_t vus);
  void occupy(std::size_t slot);
  void vacate(VirtualUser& user);
  void finish_if_over();
  void check_that_time_passes();

  VuPlan planned_;
  VuPlan reserved_;
  std::vector<Slot> slots_;
  engine::Timer step_;
  std::size_t next_planned_ = 0; // steps of the two plans that lie ahead
  std::size_t next_reserved_ = 0;
  std::int64_t planned_now_ = 0;
  std::int64_t reserved_now_ = 0;
  std::int64_t active_ = 0;
  engine::Time last_turn_{};
  std::size_t turns_at_once_ = 0;
};

} // namespace onsale::k6
