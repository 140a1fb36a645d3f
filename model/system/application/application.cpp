#include "model/system/application/application.hpp"

#include "model/system/request.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

namespace onsale::system {

using engine::seconds;
using engine::Sleep;
using engine::Task;

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
  for (std::size_t tried = 0; tried < instances_.size(); ++tried) {
    const std::size_t number = next_instance_++ % instances_.size();
    if (not instances_[number]->in_rotation())
      continue;
    dealt_to = number;
    return instances_[number].get();
  }
  return nullptr;
}

void Application::show_page(const std::vector<std::size_t>& endpoints, int status)
{
  pages_.resize(system_.options.endpoints.size());
  for (const std::size_t endpoint : endpoints)
    pages_[endpoint] = status;
}

void Application::apply(const ServerSettings& settings)
{
  for (const auto& instance : instances_)
    instance->apply(settings, system_.database->is_up());
}

std::size_t Application::add_instance()
{
  const std::size_t number = instances_.size() + 1;
  Host& host = system_.add_host(Role::server, "server " + std::to_string(number));
  Instance& instance = *instances_.emplace_back(
      std::make_unique<Instance>(system_.simulation, system_.options, host, number, system_.seed));
  instance.apply(system_.settings, system_.database->is_up());
  instance.set_in_rotation(false);
  system_.watch(instance);
  return number - 1;
}

void Application::stop_instance(std::size_t number)
{
  Instance& instance = *instances_[number];
  instance.set_in_rotation(false);
  while (not instance.requests().empty()) {
    InFlight& each = instance.requests().front();
    http::Reply reply = *each.reply;
    http::Phases phases;
    phases.waiting_s = engine::in_seconds(system_.now() - each.since);
    if (each.work != nullptr)
      system_.failures.refuse(*each.work, Cause::server_stopped);
    else
      system_.failures.refuse(*each.intent, Cause::server_stopped);
    each.process.cancel(); // and `each` is gone
    fail(reply, Cause::server_stopped, http::NetworkError::connection_reset, phases);
  }
  instance.restart(heap_bytes(system_.options, system_.settings));
}

Task<> Application::restart_instance(std::size_t number, engine::Duration grace, engine::Duration start_up)
{
  Instance& instance = *instances_[number];
  instance.set_in_rotation(false);
  instance.tomcat().connector().close_idle();
  constexpr engine::Duration look = seconds(0.1);
  for (engine::Duration waited{}; waited < grace && not instance.requests().empty(); waited += look)
    co_await Sleep{system_.simulation, look};
  stop_instance(number);
  co_await Sleep{system_.simulation, start_up};
  start_instance(number);
}

Resource application_locks()
{
  return {
      .id = "application locks", .kind = Resource::Kind::lock, .part = "application", .depth = 3, .steps = {"lock"}};
}

} // namespace onsale::system
