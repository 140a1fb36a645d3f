// What faults and operators do to a running system.
#include "model/system/resources.hpp"
#include "model/system/server.hpp"

#include <algorithm>

namespace onsale::system {

using engine::seconds;
using engine::Sleep;
using engine::Task;

void Server::stop_database()
{
  database_up_ = false;
  ++database_outages_;
  for (const auto& instance : instances_)
    instance->apply(settings_, database_up_);
}

void Server::start_database()
{
  database_up_ = true;
  for (const auto& instance : instances_)
    instance->apply(settings_, database_up_);
}

engine::ProcessorSharing& Server::add_host(Role like, const std::string& name)
{
  engine::ProcessorSharing& host = *added_hosts_.emplace_back(std::make_unique<engine::ProcessorSharing>(
      simulation_, engine::ProcessorSharing::Options{name + " cpu", cpu(like).capacity()}));
  HostOptions its = options_.hosts[options_.host_of[static_cast<std::size_t>(like)]];
  its.name = name;
  Resource resource = host_cpu(its);
  resource.wider.clear(); // the scenario has no such host
  added_reports_.emplace_back([&host, resource](auto& reports, engine::Time now) {
    reports.push_back({resource, host.report(now)});
  });
  return host;
}

std::unique_ptr<DatabaseNode> Server::new_node(const char* name, std::size_t number)
{
  const std::string numbered = std::string(name) + " " + std::to_string(number);
  auto node = std::make_unique<DatabaseNode>(
      simulation_, add_host(Role::mysql, numbered), numbered + " disk", flushes_,
      GroupCommit::Options{options_.mysql.fsync,
                           (settings_.mysql.flush_log_at_commit ? 1 : 0) + (settings_.mysql.sync_binlog ? 1 : 0)});
  added_reports_.emplace_back(
      [&disk = node->disk, resource = database_disk(options_, numbered + " disk")](auto& reports, engine::Time now) {
        reports.push_back({resource, disk.station().report(now)});
      });
  return node;
}

std::size_t Server::add_replica()
{
  replicas_.push_back(new_node("replica", replicas_.size() + 1));
  return replicas_.size();
}

std::size_t Server::add_shard()
{
  primaries_.push_back(new_node("shard", primaries_.size() + 1));
  return primaries_.size();
}

void Server::scale_cpu(Role role, double factor)
{
  engine::CpuCapacity capacity = cpu(role).capacity();
  capacity.cores *= factor;
  capacity.hardware_threads *= factor;
  cpu(role).set_capacity(capacity);
}

void Server::slow_disks(double factor)
{
  disk_slowdown_ *= factor;
  for (const auto* nodes : {&primaries_, &replicas_})
    for (const auto& node : *nodes) {
      node->disk.set_speed(1 / disk_slowdown_);
      node->redo_log.set_slowdown(disk_slowdown_);
    }
}

std::size_t Server::add_instance()
{
  const std::size_t number = instances_.size() + 1;
  engine::ProcessorSharing& host = add_host(Role::server, "server " + std::to_string(number));
  Instance& instance = *instances_.emplace_back(
      std::make_unique<Instance>(simulation_, options_, host, nullptr, number, seed_, replication_));
  instance.apply(settings_, database_up_);
  instance.set_in_rotation(false);
  added_reports_.emplace_back([&instance](auto& reports, engine::Time now) { instance.report(reports, now); });
  return number - 1;
}

/// Connections are dealt in turn to the processes in rotation, as a Kubernetes Service or another balancer of
/// connections does; a kept-alive one stays where it is. @return the process for this client's next request
Instance* Server::deal(std::uint32_t client)
{
  if (client >= dealt_to_.size())
    dealt_to_.resize(client + std::size_t{1}, instances_.size()); // no such instance: a first connection
  std::size_t& dealt_to = dealt_to_[client];
  if (dealt_to < instances_.size() && instances_[dealt_to]->connector().has_idle(client))
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

void Server::stop_instance(std::size_t number)
{
  Instance& instance = *instances_[number];
  instance.set_in_rotation(false);
  while (not instance.requests().empty()) {
    InFlight& each = instance.requests().front();
    http::Reply reply = *each.reply;
    http::Phases phases;
    phases.waiting_s = engine::in_seconds(simulation_.now() - each.since);
    refuse(*each.work, Cause::server_stopped);
    each.process.cancel(); // and `each` is gone
    fail(reply, Cause::server_stopped, http::NetworkError::connection_reset, phases);
  }
  instance.restart(heap_bytes(options_, settings_));
}

void Server::start_instance(std::size_t number)
{
  instances_[number]->set_in_rotation(true);
}

Task<> Server::restart_instance(std::size_t number, engine::Duration grace, engine::Duration start_up)
{
  Instance& instance = *instances_[number];
  instance.set_in_rotation(false);
  instance.connector().close_idle();
  constexpr engine::Duration look = seconds(0.1);
  for (engine::Duration waited{}; waited < grace && not instance.requests().empty(); waited += look)
    co_await Sleep{simulation_, look};
  stop_instance(number);
  co_await Sleep{simulation_, start_up};
  start_instance(number);
}

int Server::page_of(const http::Exchange& exchange) const
{
  return exchange.endpoint < disturbances_.pages.size() ? disturbances_.pages[exchange.endpoint] : 0;
}

/// A file that the balancer in front hands out: no process of the application hears of the request.
Task<> Server::show_page(Work& work, http::Reply& reply, int status)
{
  const engine::Time wrote = simulation_.now();
  http::Phases phases;
  phases.sending_s = options_.client.sending.sample(work.draws);
  phases.receiving_s = options_.client.receiving.sample(work.draws);
  const double round_trip_s = options_.network.round_trip.sample(work.draws) + disturbances_.round_trip_s;
  co_await Sleep{simulation_, seconds(phases.sending_s + round_trip_s + phases.receiving_s)};
  work.laps.lap(Part::network, simulation_.now());
  co_await serve(Role::k6, options_.client.response_cpu.sample(work.draws));
  work.laps.lap(Part::client, simulation_.now());
  work.status = status;
  http::Exchange* const open = reply.exchange();
  if (open == nullptr) {
    refuse(work, Cause::client_gone);
    co_return;
  }
  count_answer(work);
  open->phases = phases;
  open->phases.waiting_s = engine::in_seconds(simulation_.now() - wrote) - phases.sending_s - phases.receiving_s;
  fill(*open, work);
  reply.done();
}

} // namespace onsale::system
