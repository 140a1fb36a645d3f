/// constant-arrival-rate and ramping-arrival-rate: iterations are due at times of a plan, whatever the system does.
///
///   due ----> is a user idle? --yes--> the one that is idle longest begins
///                   | no
///                   v
///             dropped for good; if there are users below maxVUs and none is being initialised, one is:
///             it joins the idle ones when it is ready
#pragma once

#include "model/k6/executor/executor_run.hpp"
#include "model/k6/options/arrival_plan.hpp"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace onsale::k6 {

class ArrivalRateRun final : public ExecutorRun {
public:
  using Arrivals = std::variant<ConstantArrivals, RampingArrivals>;

  ArrivalRateRun(ExecutorContext context, Arrivals arrivals, ArrivalVus vus);

  Turn next_turn(VirtualUser& user) override;
  void left(VirtualUser& user) override;
  /// Users in an iteration: idle ones do not count.
  std::int64_t active() const override { return running_; }

private:
  struct Member {
    VirtualUser* user = nullptr; // nullptr once it was given back
    bool running = false;
  };

  void on_start() override;
  void on_hard_stop() override;
  void on_progress(ScenarioProgress& progress) const override;
  void wait_for_arrival();
  void arrive();
  void hand_over(std::uint64_t arrival);
  void initialise_another();
  void initialisation_done();
  void join(VirtualUser& user);
  void close();
  void release(Member& member);
  void set_running(Member& member, bool running);
  Member& member(const VirtualUser& user) { return crew_[user.slot()]; }

  Arrivals arrivals_;
  ArrivalVus vus_;
  engine::Timer due_;
  engine::Timer initialised_;
  std::vector<Member> crew_; // [slot] in order of joining
  VirtualUserLine idle_;     // the longest idle first
  std::uint64_t arrivals_so_far_ = 0;
  std::int64_t staying_ = 0; // of the crew
  std::int64_t running_ = 0;
  bool no_more_arrivals_ = false; // due_ waits for the end
  bool closed_ = false;
  bool warned_ = false;
};

} // namespace onsale::k6
