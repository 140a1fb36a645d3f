#include "model/system/system.hpp"

#include "model/system/container/container.hpp"
#include "model/system/executor/executors.hpp"
#include "model/system/front/front.hpp"
#include "model/system/job/jobs.hpp"
#include "model/system/kafka/kafka.hpp"
#include "model/system/outbound/outbound.hpp"
#include "model/system/part.hpp"
#include "model/system/request.hpp"
#include "model/system/resilience/resilience.hpp"
#include "model/system/work.hpp"

#include <utility>

namespace onsale::system {

const std::vector<const PartKind*>& parts()
{
  static const std::vector<const PartKind*> all = {
      &host_part,        &front_part,         &network_part,   &tomcat_part,
      &jvm_part,         &hikari_part,        &redis_part,     &database_part,
      &application_part, &waiting_queue_part, &container_part, &resilience_part,
      &outbound_part,    &kafka_part,         &executor_part,  &job_part};
  return all;
}

System::System(engine::Simulation& its_simulation, const SystemOptions& its_options, const Seed& its_seed)
    : simulation(its_simulation), options(its_options), seed(its_seed), settings(its_options.settings),
      demands(its_seed.seed, its_seed.replication, "demands"),
      errand_draws(its_seed.seed, its_seed.replication, "errands"), failures(*this), desk(*this, its_options.booking),
      ledger(its_options.endpoints.size()),
      hosts(its_simulation, its_options.hosts, its_options.host_of, its_seed.seed, its_seed.replication),
      network(its_options.network), application(*this), database(its_options.database->make(*this)),
      redis(*this, hosts.of(Role::redis)), client(its_simulation, hosts.of(Role::k6), its_options.client),
      waiting_queue(*this), anatomy_(its_options.endpoints.size())
{
  for (const auto& host : hosts.all()) {
    host->start_other_work();
    reporters_.emplace_back([&each = *host](engine::Time now) { return each.report(now); });
  }
  watch(*application.instances().front());
  if (database->grant(settings.hikari.maximum_pool_size, 0) < settings.hikari.maximum_pool_size)
    application.apply(settings);
  watch(redis_thread(options), redis.loop().station());
  watch(row_locks(options), database->rows().station());
  watch(application_locks(), application.locks().station());
  while (application.instances().size() < options.application.instances)
    application.start_instance(application.add_instance());
  for (const PartKind* kind : system::parts())
    if (kind->make != nullptr)
      parts_[kind->name] = kind->make(*this, *options.parts.at(kind->name));
  if (front_of(options).is_there)
    front_ = &part<Front>(front_part);
  watch(database_disk(options, disk_of(*options.database)), database->primaries().front()->disk.station());
}

System::~System()
{
  simulation.clear(); // processes hold guards of the resources that end here
}

void System::send(http::Exchange& exchange)
{
  if (front_ != nullptr)
    front_->send(exchange);
  else
    simulation.spawn(carry(*this, exchange));
}

void System::close(std::uint32_t connection)
{
  if (front_ != nullptr) {
    front_->close(connection);
    return;
  }
  Connector::Lease lease; // goes back to the instance that has it
  for (const auto& instance : application.instances())
    if (instance->tomcat().connector().take_idle(connection, lease))
      return;
}

void System::apply(const ServerSettings& new_settings)
{
  settings = new_settings;
  application.apply(settings);
  database->apply(settings);
}

void System::count_answer(const Work& work)
{
  anatomy_[work.endpoint_number].add(work.laps);
  if (work.trace != nullptr)
    work.trace->status = work.status;
}

void System::started(Instance& instance)
{
  for (const auto& [name, part] : parts_)
    part->started(instance);
}

void System::stopped(Instance& instance, bool in_order)
{
  for (const auto& [name, part] : parts_)
    part->stopped(instance, in_order);
}

Host& System::add_host(Role like, const std::string& name)
{
  Host& host = hosts.add(like, name);
  reporters_.emplace_back([&host](engine::Time now) { return host.report(now); });
  return host;
}

void System::watch(Resource resource, const engine::Station& station)
{
  reporters_.emplace_back([resource = std::move(resource), &station](engine::Time now) {
    return ResourceReport{resource, station.report(now)};
  });
}

void System::watch(Instance& instance)
{
  const std::size_t number = instance.number();
  watch(tomcat_connections(options.settings.tomcat, number), instance.tomcat().connector().places().station());
  watch(tomcat_workers(options.settings.tomcat, number), instance.tomcat().workers().station());
  watch(hikari_pool(options.settings.hikari, number), instance.hikari().pool().station());
  watch(redis_connections(options.settings.redis, number), instance.redis().connections().station());
  watch_cpu_limit(*this, Role::server, number, instance.cpu(), instance.process());
}

void System::watch(std::function<ResourceReport(engine::Time now)> reporter)
{
  reporters_.push_back(std::move(reporter));
}

std::vector<ResourceReport> System::resources() const
{
  std::vector<ResourceReport> reports;
  for (const auto& report : reporters_)
    reports.push_back(report(now()));
  return reports;
}

} // namespace onsale::system
