#include "model/system/host/host.hpp"

#include "model/system/part.hpp"
#include "model/system/system.hpp"

#include <algorithm>

namespace onsale::system {
namespace {

const FaultKind cpu_slow{
    .name = "cpu slow",
    .says = "the host of `host-of` works at 1 / `factor` of its speed",
    .read = [](config::Object& object, const SystemOptions&) -> FaultEffect {
      const Role role =
          object.one_of<Role>("host-of", "whose host slows down",
                              {{"server", Role::server}, {"mysql", Role::mysql}, {"redis", Role::redis}}, Role::server);
      const double factor = object.number("factor", {.says = "so many times slower", .minimum = 1.0});
      return [role, factor](System& system, bool begins) {
        engine::Cpu& cpu = system.hosts.of(role).cpu();
        cpu.set_speed(begins ? cpu.speed() / factor : cpu.speed() * factor);
      };
    }};

ActionEffect read_scale(config::Object& object, Role role)
{
  const double factor = object.number("factor", {.says = "of what there was", .above = 0.0});
  return at_once([role, factor](System& system) { system.hosts.of(role).scale(factor); });
}

const ActionKind scale_database{
    .name = "scale database",
    .says = "`factor` times the cores of the database's host",
    .read = [](config::Object& object, const SystemOptions&) { return read_scale(object, Role::mysql); }};
const ActionKind scale_server{
    .name = "scale server",
    .says = "`factor` times the cores of the server's host",
    .read = [](config::Object& object, const SystemOptions&) { return read_scale(object, Role::server); }};

double busy_s(const System& system, Role role)
{
  return system.hosts.of(role).cpu().report(system.now()).busy_s;
}
double cores(const System& system, Role role)
{
  return system.hosts.of(role).cpu().capacity().largest();
}

const MetricKind cpu_server{.name = "cpu-server",
                            .says = "utilisation of the server's first host",
                            .rate = MetricKind::Rate::per_second,
                            .total = [](const System& system) { return busy_s(system, Role::server); },
                            .per = [](const System& system) { return cores(system, Role::server); }};
const MetricKind cpu_database{.name = "cpu-database",
                              .says = "utilisation of the first primary's host",
                              .rate = MetricKind::Rate::per_second,
                              .total = [](const System& system) { return busy_s(system, Role::mysql); },
                              .per = [](const System& system) { return cores(system, Role::mysql); }};
const MetricKind database_cores{.name = "database-cores",
                                .says = "cores of the first primary's host that are busy",
                                .rate = MetricKind::Rate::per_second,
                                .total = [](const System& system) { return busy_s(system, Role::mysql); }};

} // namespace

const PartKind host_part{.name = "host",
                         .faults = {&cpu_slow},
                         .actions = {&scale_database, &scale_server},
                         .metrics = {&cpu_server, &cpu_database, &database_cores},
                         .resources = [](const SystemOptions& options, std::vector<Resource>& all) {
                           for (const HostOptions& host : options.hosts)
                             all.push_back(host_cpu(host));
                         }};

Host::Host(engine::Simulation& simulation, const HostOptions& options, const engine::RandomFamily& other_work,
           std::size_t number, bool is_of_scenario)
    : simulation_(simulation), options_(options), other_work_draws_(other_work), number_(number),
      is_of_scenario_(is_of_scenario),
      cpu_(engine::make_cpu(simulation,
                            {.name = options.name + " cpu", .capacity = options.cpu, .run_queue = options.run_queue}))
{
  cpu_->set_speed(options.speed);
}

void Host::start_other_work()
{
  if (options_.other_work.share > 0)
    other_work_ = std::make_unique<OtherWork>(simulation_, *cpu_, options_.other_work, other_work_draws_, number_);
}

void Host::scale(double factor)
{
  engine::CpuCapacity capacity = cpu_->capacity();
  capacity.cores *= factor;
  capacity.hardware_threads *= factor;
  cpu_->set_capacity(capacity);
}

ResourceReport Host::report(engine::Time now) const
{
  Resource resource = host_cpu(options_);
  if (not is_of_scenario_)
    resource.wider.clear(); // the scenario has no such host
  return {resource, cpu_->report(now)};
}

Hosts::Hosts(engine::Simulation& simulation, const std::vector<HostOptions>& options, const HostOf& host_of,
             std::uint64_t seed, std::uint32_t replication)
    : simulation_(simulation), other_work_draws_(seed, replication, "other work"), host_of_(host_of)
{
  for (const HostOptions& each : options)
    hosts_.push_back(std::make_unique<Host>(simulation, each, other_work_draws_, hosts_.size(), true));
}

Host& Hosts::add(Role like, const std::string& name)
{
  HostOptions options = of(like).options();
  options.name = name;
  options.cpu = of(like).cpu().capacity();
  options.speed = of(like).cpu().speed();
  Host& host =
      *hosts_.emplace_back(std::make_unique<Host>(simulation_, options, other_work_draws_, hosts_.size(), false));
  host.start_other_work();
  return host;
}

Resource host_cpu(const HostOptions& host)
{
  Resource cpu{.id = host.name + " cpu", .part = "host", .host = host.name, .capacity = host.cpu};
  const std::string path = "hosts." + host.name;
  cpu.wider = {{path + ".cores", host.cpu.cores},
               {path + ".hardware-threads", std::max(host.cpu.cores, host.cpu.hardware_threads)}};
  cpu.gauges.utilisation = "system_cpu_usage";
  return cpu;
}

} // namespace onsale::system
