#include "model/system/flow/demand_walk.hpp"

#include "model/system/container/container_options.hpp"
#include "model/system/front/front_options.hpp"

#include <utility>

namespace onsale::system {
namespace {

void add(std::map<std::string, double, std::less<>>& times, std::string_view id, double time_s)
{
  const auto found = times.find(id);
  if (found != times.end())
    found->second += time_s;
  else
    times.emplace(id, time_s);
}

} // namespace

RequestDemand DemandWalk::demand_of(const Endpoint& endpoint)
{
  demand_ = {};
  held_.clear();
  published_.clear();
  const ClientOptions& client = options_.client;
  cpu(Role::k6, client.request_cpu.mean_s() + client.response_cpu.mean_s());
  cpu_afterwards(Role::k6, client.output_cpu.mean_s());
  elsewhere(options_.network.round_trip.mean_s() + client.sending.mean_s() + client.receiving.mean_s());
  if (const FrontOptions& front = front_of(options_); front.is_there) {
    works(front_workers(front).id, front.work.mean_s());
    elsewhere(options_.network.backend_round_trip.mean_s());
  }
  take("tomcat workers");
  flow_ = &endpoint.flow;
  ended_ = false;
  walk({0, endpoint.flow.size()});
  weight_ = 1;
  held_.clear();
  if (not endpoint.after_response.empty())
    beside(endpoint.after_response, "tomcat workers");
  held_.clear();
  take("tomcat workers");
  process_cpu(options_.threads.response_cpu.mean_s());
  return std::exchange(demand_, {});
}

void DemandWalk::walk(const Stretch& stretch)
{
  for (at_ = stretch.first; at_ < stretch.last && not ended_;)
    (*flow_)[at_++]->demand(*this);
}

void DemandWalk::repeat(const Stretch& stretch, double times)
{
  if (times > 0) {
    weight_ *= times;
    walk(stretch);
    weight_ /= times;
  }
  at_ = stretch.last;
}

void DemandWalk::together(const std::vector<Stretch>& stretches, std::string_view held)
{
  set_undecided(); // what is done at the same time is less than the sum
  std::size_t slowest = 0;
  double longest_s = -1;
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    DemandWalk trial(*this);
    const double before_s = trial.elapsed_s_;
    trial.walk(stretches[i]);
    if (trial.elapsed_s_ - before_s > longest_s) {
      longest_s = trial.elapsed_s_ - before_s;
      slowest = i;
    }
  }
  for (std::size_t i = 0; i < stretches.size(); ++i)
    if (i != slowest)
      beside(stretches[i], held);
  const double weight = weight_;
  take(held);
  walk(stretches[slowest]);
  give_back(held);
  weight_ = weight;
  ended_ = false;
}

void DemandWalk::beside(const Stretch& stretch, std::string_view held)
{
  const auto held_here = std::exchange(held_, {});
  const bool was_beside = std::exchange(beside_, true);
  const double weight = weight_;
  const bool ended = std::exchange(ended_, false);
  take(held);
  walk(stretch);
  ended_ = ended;
  weight_ = weight;
  beside_ = was_beside;
  held_ = held_here;
}

void DemandWalk::with_another(std::string_view id, const Stretch& stretch)
{
  const double outer = std::exchange(held_[std::string(id)], 0);
  kept_[std::string(id)] += outer;
  repeat(stretch, 1);
  kept_[std::string(id)] -= outer;
  held_[std::string(id)] = outer;
}

void DemandWalk::listen(std::size_t listener, const Stretch& stretch)
{
  const auto times = published_.find(listener);
  if (times != published_.end() && weight_ > 0)
    repeat(stretch, times->second / weight_);
}

void DemandWalk::choose(const std::vector<Alternative>& alternatives)
{
  const double weight = weight_;
  const auto held = held_;
  double goes_on = 0;
  std::map<std::string, double, std::less<>> held_behind;
  for (const Alternative& each : alternatives) {
    weight_ = weight * each.share;
    held_ = held;
    ended_ = weight_ <= 0;
    walk(each.stretch);
    if (ended_)
      continue;
    goes_on += weight_;
    for (const auto& [id, share] : held_)
      held_behind[id] += weight_ * share;
  }
  for (auto& [id, share] : held_behind)
    share /= goes_on;
  held_ = std::move(held_behind);
  weight_ = goes_on;
  ended_ = goes_on <= 0;
}

RequestDemand DemandWalk::demand_of(const Flow& flow, std::string_view worker)
{
  take(worker);
  flow_ = &flow;
  walk({0, flow.size()});
  return std::exchange(demand_, {});
}

void DemandWalk::afterwards(const Flow& flow, std::string_view worker)
{
  constexpr int deepest = 4; // flows that call each other have no sum
  if (depth_ >= deepest)
    return;
  DemandWalk walk(options_);
  walk.depth_ = depth_ + 1;
  const RequestDemand its = walk.demand_of(flow, worker);
  for (std::size_t role = 0; role < role_count; ++role)
    cpu_afterwards(static_cast<Role>(role), its.cpu_s[role] + its.cpu_afterwards_s[role]);
  for (const auto& [id, time_s] : its.busy_s)
    also_busy(id, time_s);
  for (const auto& [id, time_s] : its.held_s)
    add(demand_.held_s, id, weight_ * time_s);
  demand_.undecided = demand_.undecided || its.undecided;
}

void DemandWalk::cpu(Role role, double mean_s)
{
  const auto number = static_cast<std::size_t>(role);
  (beside_ ? demand_.cpu_afterwards_s : demand_.cpu_s)[number] += weight_ * mean_s;
  if (const ContainerOptions* container = container_of(options_, role); container != nullptr && container->cpus > 0)
    also_busy(cpu_limit(options_, role, 1).id, mean_s / options_.hosts[options_.host_of[number]].speed);
  pass(mean_s / options_.hosts[options_.host_of[number]].speed);
}

void DemandWalk::works(std::string_view id, double mean_s)
{
  also_busy(id, mean_s);
  pass(mean_s);
}

void DemandWalk::also_busy(std::string_view id, double mean_s)
{
  add(demand_.busy_s, id, weight_ * mean_s);
}

void DemandWalk::elsewhere(double mean_s)
{
  demand_.elsewhere_s += beside_ ? 0 : weight_ * mean_s;
  pass(mean_s);
}

void DemandWalk::pass(double time_s)
{
  elapsed_s_ += weight_ * time_s;
  for (const auto* all : {&held_, &kept_})
    for (const auto& [id, share] : *all)
      if (share > 0)
        add(demand_.held_s, id, weight_ * share * time_s);
}

} // namespace onsale::system
