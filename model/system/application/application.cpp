#include "model/system/application/application.hpp"

#include "model/system/request.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

namespace onsale::system {

using engine::seconds;
using engine::Sleep;
using engine::Task;

namespace {

std::uint64_t at_work(Instance& instance)
{
  const TaskQueue& workers = instance.tomcat().workers();
  return workers.in_use() + workers.waiting() + instance.tomcat().connector().queued();
}

/// As ip_hash does with addresses: neighbours fall apart.
std::uint64_t mixed(std::uint32_t client)
{
  return client * 0x9e3779b97f4a7c15U >> 32;
}

} // namespace

Application::Application(System& system) : system_(system), locks_(system.simulation, "application locks")
{
  instances_.push_back(
      std::make_unique<Instance>(system.simulation, system.options, system.hosts.of(Role::server), 1, system.seed));
}

Instance* Application::deal(std::uint32_t client)
{
  if (client >= dealt_to_.size())
    dealt_to_.resize(client + std::size_t{1}, instances_.size()); // no such instance: a first connection
  std::size_t& dealt_to = dealt_to_[client];
  if (dealt_to < instances_.size() && instances_[dealt_to]->tomcat().connector().has_idle(client))
    return instances_[dealt_to].get();
  const std::size_t number = choose(client);
  if (number == instances_.size())
    return nullptr;
  dealt_to = number;
  return instances_[number].get();
}

/// @return the number of instances if none is in rotation
std::size_t Application::choose(std::uint32_t client)
{
  const std::size_t count = instances_.size();
  const Balancing balancing = system_.options.application.balancing;
  std::size_t chosen = count;
  for (std::size_t tried = 0; tried < count; ++tried) {
    const std::size_t next = balancing == Balancing::hash ? mixed(client) + tried : next_instance_++;
    const std::size_t number = next % count;
    if (not instances_[number]->in_rotation())
      continue;
    if (balancing != Balancing::least_connections)
      return number;
    if (chosen == count || at_work(*instances_[number]) < at_work(*instances_[chosen]))
      chosen = number;
  }
  if (balancing == Balancing::least_connections)
    next_instance_ = chosen + 1; // of equals the next in turn
  return chosen;
}

void Application::show_page(const std::vector<std::size_t>& endpoints, int status)
{
  pages_.resize(system_.options.endpoints.size());
  for (const std::size_t endpoint : endpoints)
    pages_[endpoint] = status;
}

void Application::apply(const ServerSettings& settings)
{
  std::uint32_t given = 0;
  for (const auto& instance : instances_) {
    const std::uint32_t connections = system_.database->grant(settings.hikari.maximum_pool_size, given);
    given += connections;
    instance->apply(settings, connections);
  }
}

std::size_t Application::add_instance()
{
  const std::size_t number = instances_.size() + 1;
  Host& host = system_.add_host(Role::server, "server " + std::to_string(number));
  Instance& instance = *instances_.emplace_back(
      std::make_unique<Instance>(system_.simulation, system_.options, host, number, system_.seed));
  apply(system_.settings);
  instance.set_in_rotation(false);
  system_.watch(instance);
  return number - 1;
}

void Application::stop_instance(std::size_t number, Cause cause, bool in_order)
{
  Instance& instance = *instances_[number];
  instance.set_in_rotation(false);
  while (not instance.requests().empty()) {
    InFlight& each = instance.requests().front();
    http::Reply reply = *each.reply;
    http::Phases phases;
    phases.waiting_s = engine::in_seconds(system_.now() - each.since);
    if (each.work != nullptr)
      system_.failures.refuse(*each.work, cause);
    else
      system_.failures.refuse(*each.intent, cause);
    each.process.cancel(); // and `each` is gone
    fail(reply, cause, http::NetworkError::connection_reset, phases);
  }
  while (not instance.errands().empty())
    instance.errands().front().process.cancel();
  system_.stopped(instance, in_order);
  instance.restart(heap_bytes(system_.options, system_.settings));
}

void Application::start_instance(std::size_t number)
{
  instances_[number]->set_in_rotation(true);
  system_.started(*instances_[number]);
}

Task<> Application::restart_instance(std::size_t number, engine::Duration grace, engine::Duration start_up)
{
  Instance& instance = *instances_[number];
  instance.set_in_rotation(false);
  instance.tomcat().connector().close_idle();
  constexpr engine::Duration look = seconds(0.1);
  for (engine::Duration waited{}; waited < grace && not instance.requests().empty(); waited += look)
    co_await Sleep{system_.simulation, look};
  stop_instance(number, Cause::server_stopped, true);
  co_await Sleep{system_.simulation, start_up};
  start_instance(number);
}

Resource application_locks()
{
  return {
      .id = "application locks", .kind = Resource::Kind::lock, .part = "application", .depth = 3, .steps = {"lock"}};
}

} // namespace onsale::system
