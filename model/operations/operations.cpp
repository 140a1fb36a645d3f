#include "model/operations/operations.hpp"

#include "model/config/settings.hpp"
#include "model/system/system.hpp"

#include <algorithm>

namespace onsale::operations {

using engine::Process;
using engine::seconds;
using engine::Task;

std::string_view to_string(TimelineEvent::Kind kind)
{
  switch (kind) {
  case TimelineEvent::Kind::fault:
    return "fault";
  case TimelineEvent::Kind::sign:
    return "sign";
  case TimelineEvent::Kind::action:
    return "action";
  }
  return "";
}

Operations::Operations(engine::Simulation& simulation, system::System& system, const Plan& plan,
                       std::function<LoadFigures()> load)
    : simulation_(simulation), system_(system), plan_(plan), load_(std::move(load)), observer_(system),
      settings_(plan.settings), sign_seen_(plan.signs.size())
{
  for (const Condition& sign : plan.signs)
    signs_.emplace_back(sign);
}

void Operations::start()
{
  for (const Fault& fault : plan_.faults)
    simulation_.spawn(run_fault(fault, faults_.emplace_back()));
  for (const BackgroundJob& job : plan_.jobs)
    simulation_.spawn(run_job(job));
  for (const Action& action : plan_.actions)
    simulation_.spawn(decide(action));
  if (not plan_.signs.empty() ||
      std::any_of(plan_.actions.begin(), plan_.actions.end(), [](const Action& each) { return each.when.has_value(); }))
    simulation_.spawn(watch());
}

void Operations::note(TimelineEvent::Kind kind, std::string text)
{
  timeline_.push_back({simulation_.now(), kind, std::move(text)});
}

namespace {

/// What one fault does to a system, from its making to its end.
class Disturbance {
public:
  Disturbance(system::System& system, const Fault& fault) : system_(system), fault_(fault)
  {
    fault_.effect(system_, true);
  }
  Disturbance(const Disturbance&) = delete;
  Disturbance& operator=(const Disturbance&) = delete;
  ~Disturbance() { fault_.effect(system_, false); }

private:
  system::System& system_;
  const Fault& fault_;
};

} // namespace

Process Operations::run_fault(const Fault& fault, engine::ProcessRef& ref)
{
  co_await engine::WatchSelf{ref};
  co_await sleep(fault.from);
  note(TimelineEvent::Kind::fault, fault.name + " begins");
  const engine::Duration on = std::min(fault.period * fault.on_share, fault.to - fault.from);
  const engine::Time end = engine::at_seconds(engine::in_seconds(fault.to));
  do {
    {
      const Disturbance disturbance(system_, fault);
      co_await sleep(std::min(on, end - simulation_.now()));
    }
    if (simulation_.now() < end)
      co_await sleep(std::min(fault.period - on, end - simulation_.now()));
  } while (simulation_.now() < end);
  note(TimelineEvent::Kind::fault, fault.name + " ends");
}

void Operations::end_faults(const std::string& name)
{
  for (std::size_t i = 0; i < plan_.faults.size(); ++i)
    if (plan_.faults[i].name == name && faults_[i].alive()) {
      faults_[i].cancel();
      note(TimelineEvent::Kind::fault, name + " is over");
    }
}

Process Operations::run_job(const BackgroundJob& job)
{
  for (engine::Time due = simulation_.now() + job.every;; due += job.every) {
    co_await sleep(std::max(engine::Duration(0),
                            due - simulation_.now())); // one that takes longer than its period begins anew at once
    due = std::max(due, simulation_.now());
    if (not system_.database->jobs_paused && system_.database->is_up())
      co_await system_.database->job(job.cpu_s);
  }
}

Process Operations::decide(const Action& action)
{
  co_await sleep(action.at);
  if (const auto& when = action.when)
    triggers_.push_back({&action, Watch(*when), 0, {}});
  else
    simulation_.spawn(carry_out(action));
}

Process Operations::watch()
{
  while (true) {
    co_await sleep(seconds(1));
    const engine::Time now = simulation_.now();
    const Observation& seen = observations_.emplace_back(observer_.observe(now, load_()));
    for (std::size_t i = 0; i < signs_.size(); ++i)
      if (signs_[i].sees(now, seen) && not sign_seen_[i]) {
        sign_seen_[i] = true;
        note(TimelineEvent::Kind::sign, plan_.signs[i].text);
      }
    for (Trigger& trigger : triggers_) {
      if (trigger.times == trigger.action->most || now < trigger.not_before || not trigger.watch.sees(now, seen))
        continue;
      ++trigger.times;
      trigger.not_before = now + trigger.action->pause;
      trigger.watch.forget();
      note(TimelineEvent::Kind::sign, trigger.watch.condition().text);
      simulation_.spawn(carry_out(*trigger.action));
    }
  }
}

Process Operations::carry_out(const Action& action)
{
  note(TimelineEvent::Kind::action, action.name + (action.takes > seconds(0) ? " begins" : ""));
  co_await effect(action);
  if (action.takes > seconds(0))
    note(TimelineEvent::Kind::action, action.name + " is done");
}

Task<> Operations::effect(const Action& action)
{
  if (action.effect) {
    co_await action.effect(system_, action.takes);
    co_return;
  }
  if (action.takes > seconds(0))
    co_await sleep(action.takes);
  if (not action.fault.empty()) {
    end_faults(action.fault);
    co_return;
  }
  settings_.insert(settings_.end(), action.settings.begin(), action.settings.end());
  config::Faults none;
  system_.apply(system::read_settings(config::Settings(system::server_settings(), {.overrides = settings_}, none)));
}

} // namespace onsale::operations
