/// Carries out a plan on a running system, and keeps the timeline of what happened.
#pragma once

#include "model/operations/plan.hpp"
#include "sim/engine/process.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace onsale::operations {

struct TimelineEvent {
  enum class Kind : std::uint8_t { fault, sign, action };
  engine::Time time{};
  Kind kind = Kind::fault;
  std::string text; ///< `database down begins`, `hikari-pending > 50 for 30s`, `add replica`
};
std::string_view to_string(TimelineEvent::Kind kind);

/// Every fault, action, job and the watch are processes of their own. What a fault does is undone when its process
/// ends, at its time or because an action ends it.
class Operations {
public:
  /// @param plan, system  must outlive it
  /// @param load          client-side figures of the last second; called once a second
  Operations(engine::Simulation& simulation, system::System& system, const Plan& plan,
             std::function<LoadFigures()> load);
  Operations(const Operations&) = delete;
  Operations& operator=(const Operations&) = delete;

  void start();

  const std::vector<TimelineEvent>& timeline() const { return timeline_; }
  /// One for each second, from 1 s on.
  const std::vector<Observation>& observations() const { return observations_; }

private:
  engine::Process run_fault(const Fault& fault, engine::ProcessRef& ref);
  engine::Process run_job(const BackgroundJob& job);
  engine::Process watch();
  engine::Process decide(const Action& action);
  engine::Process carry_out(const Action& action);
  engine::Task<> effect(const Action& action);
  void end_faults(const std::string& name);
  void note(TimelineEvent::Kind kind, std::string text);
  engine::Sleep sleep(engine::Duration duration) { return {simulation_, duration}; }

  engine::Simulation& simulation_;
  system::System& system_;
  const Plan& plan_;
  std::function<LoadFigures()> load_;
  Observer observer_;
  std::vector<config::Override> settings_; // set so far
  std::deque<engine::ProcessRef> faults_;  // [Plan::faults]
  struct Trigger {
    const Action* action = nullptr;
    Watch watch;
    std::uint32_t times = 0;
    engine::Time not_before{};
  };
  std::vector<Trigger> triggers_;
  std::vector<Watch> signs_;
  std::vector<bool> sign_seen_;
  std::vector<TimelineEvent> timeline_;
  std::vector<Observation> observations_;
};

} // namespace onsale::operations
