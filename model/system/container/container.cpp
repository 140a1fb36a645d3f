#include "model/system/container/container.hpp"

#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <algorithm>
#include <cmath>

namespace onsale::system {

using engine::seconds;

Containers::Containers(System& system, const ContainersOptions& options)
    : system_(system), options_(options), memory_limit_bytes_(0)
{
  if (const auto& server = options.of[static_cast<std::size_t>(Role::server)])
    memory_limit_bytes_ = server->memory_bytes;
  watch_cpu_limit(system, Role::redis, 1, system.hosts.of(Role::redis).cpu(), system.redis.process());
  const DatabaseNode& primary = *system.database->primaries().front();
  watch_cpu_limit(system, Role::mysql, 1, primary.host.cpu(), primary.process);
}

Containers::Kept& Containers::kept_of(const Instance& instance)
{
  if (instance.number() > kept_.size())
    kept_.resize(instance.number());
  return kept_[instance.number() - 1];
}

void Containers::grown(Instance& instance)
{
  if (memory_limit_bytes_ <= 0)
    return;
  Kept& kept = kept_of(instance);
  kept.leaked_bytes += native_leak_bytes_per_request;
  if (kept.dying || memory_bytes(instance) <= memory_limit_bytes_)
    return;
  kept.dying = true;
  system_.simulation.spawn(kill(*this, instance)); // not from within the request, which ends with it
}

double Containers::memory_bytes(const Instance& instance) const
{
  const ContainerOptions& container = *instance.container();
  const double leaked_bytes = instance.number() <= kept_.size() ? kept_[instance.number() - 1].leaked_bytes : 0;
  return container.non_heap_bytes + container.stack_bytes * instance.tomcat().workers().threads() +
         instance.jvm().heap().touched_bytes() + leaked_bytes;
}

engine::Process Containers::kill(Containers& containers, Instance& instance)
{
  System& system = containers.system_;
  const std::size_t number = instance.number() - 1;
  system.application.stop_instance(number, Cause::oom_killed);
  ++containers.kills_;
  Kept& kept = containers.kept_of(instance);
  kept.leaked_bytes = 0;
  if (not instance.container()->restarts)
    co_return;
  co_await engine::Sleep{system.simulation, containers.back_off(kept) + instance.container()->start_up};
  system.application.start_instance(number);
  containers.kept_of(instance).dying = false;
}

engine::Duration Containers::back_off(Kept& kept) const
{
  constexpr double first_s = 10;
  constexpr double longest_s = 300;
  const engine::Time now = system_.now();
  kept.kills = kept.kills > 0 && now - kept.last_kill < seconds(600) ? kept.kills + 1 : 1;
  kept.last_kill = now;
  return seconds(kept.kills == 1 ? 0 : std::min(longest_s, first_s * std::exp2(kept.kills - 2.0)));
}

void Containers::limit(Role role, double cpus, double memory_bytes)
{
  const engine::Duration period = options_.of[static_cast<std::size_t>(role)]->cpu_period;
  const auto set = [&](engine::Cpu& cpu, engine::Cpu::ProcessId process) {
    if (cpus > 0)
      cpu.set_quota(process, cpus, period);
  };
  if (role == Role::redis)
    set(system_.hosts.of(role).cpu(), system_.redis.process());
  if (role == Role::mysql)
    for (const auto& node : system_.database->primaries())
      set(node->host.cpu(), node->process);
  if (role != Role::server)
    return;
  for (const auto& instance : system_.application.instances())
    set(instance->cpu(), instance->process());
  if (memory_bytes > 0)
    memory_limit_bytes_ = memory_bytes;
}

void watch_cpu_limit(System& system, Role role, std::size_t instance, engine::Cpu& cpu, engine::Cpu::ProcessId process)
{
  Resource resource = cpu_limit(system.options, role, instance);
  if (resource.capacity.cores <= 0)
    return;
  system.watch([resource = std::move(resource), &cpu, process](engine::Time now) {
    ResourceReport report{resource, cpu.report(process, now)};
    report.figures.name = resource.name();
    return report;
  });
}

} // namespace onsale::system
