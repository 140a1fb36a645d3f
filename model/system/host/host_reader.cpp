#include "model/system/flow/distribution_reader.hpp"
#include "model/system/host/host_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace onsale::system {
namespace {

using config::Object;
using engine::seconds;

engine::RunQueueOptions read_run_queue(Object object)
{
  engine::RunQueueOptions queue;
  queue.slice =
      object.duration("slice", {.says = "that a thread asks for", .above = seconds(0), .default_value = queue.slice});
  queue.tick = object.duration(
      "tick",
      {.says = "at which it is looked whether another should run", .above = seconds(0), .default_value = queue.tick});
  queue.switch_cost =
      object.duration("switch-cost", {.says = "CPU time to load a thread's state, at each change of threads",
                                      .default_value = queue.switch_cost});
  queue.idle_cost =
      object.duration("idle-cost", {.says = "instead, for the first thread of each process since the core was idle",
                                    .default_value = queue.idle_cost});
  queue.idle_exit = object.duration(
      "idle-exit", {.says = "until a core that was idle computes: time in which nobody does, at speed 1",
                    .default_value = queue.idle_exit});
  queue.migration_cost =
      object.duration("migration-cost", {.says = "CPU time of a thread's first steps on another core",
                                         .default_value = queue.migration_cost});
  queue.delayed_dequeue = object.boolean(
      "delayed-dequeue",
      {.says = "a thread that blocks in debt stays in the queue until it is paid (kernel 6.12 and later)",
       .default_value = queue.delayed_dequeue});
  queue.wakeup_preemption = object.boolean("wakeup-preemption", {.says = "who wakes up may take the core at once",
                                                                 .default_value = queue.wakeup_preemption});
  object.finish();
  return queue;
}

OtherWorkOptions read_other_work(Object object)
{
  OtherWorkOptions work;
  work.share =
      object.ratio("share", {.says = "part of one core that they want", .maximum = 0.9, .default_value = work.share});
  work.burst = read_distribution(object, "burst", "CPU time that they want at once", {}, work.burst);
  if (work.burst.mean_s() <= 0)
    object.fault("burst", "work needs some time: more than 0s");
  object.finish();
  return work;
}

HostOptions read_host(const std::string& name, Object object)
{
  HostOptions host;
  host.name = name;
  host.cpu.cores =
      object.number("cores", {.says = "physical cores; may be a fraction, as of a container", .above = 0.0});
  host.cpu.hardware_threads = object.number(
      "hardware-threads",
      {.says = "with SMT; as many as cores without", .minimum = host.cpu.cores, .default_value = host.cpu.cores});
  host.cpu.smt_gain =
      object.ratio("smt-gain", {.says = "what the second thread of a core adds, of a core", .default_value = 0.25});
  host.speed = object.number(
      "speed", {.says = "of its cores: demands are of a core of speed 1", .above = 0.0, .default_value = host.speed});
  host.memory_bytes = static_cast<double>(
      object.bytes("memory", {.says = "a quarter of it is the JVM's heap, unless jvm.max-heap says else",
                              .above = 0,
                              .default_value = static_cast<std::int64_t>(host.memory_bytes)}));
  enum class Scheduler { sharing, run_queue };
  const auto scheduler = object.one_of<Scheduler>(
      "scheduler", "how those who want CPU share it; run-queue takes turns as Linux does, with a queue for each core",
      {{"processor-sharing", Scheduler::sharing}, {"run-queue", Scheduler::run_queue}}, Scheduler::sharing);
  const engine::RunQueueOptions queue =
      read_run_queue(object.object("run-queue", "of each core, as Linux's EEVDF keeps it"));
  if (scheduler == Scheduler::run_queue) {
    host.run_queue = queue;
    if (host.cpu.cores != std::floor(host.cpu.cores) ||
        host.cpu.hardware_threads != std::floor(host.cpu.hardware_threads))
      object.fault("scheduler", "a run queue is that of a whole core: cores: 2, not 1.5");
    else if (host.cpu.hardware_threads > 2 * host.cpu.cores)
      object.fault("scheduler", "a run queue is that of a core with two hardware threads at most");
  } else if (object.has("run-queue") && not object.has("scheduler")) {
    object.fault("run-queue", "says nothing without `scheduler: run-queue`");
  }
  host.other_work = read_other_work(object.object(
      "other-work", "programs of the host that are none of the system's: daemons, kernel threads, agents"));
  object.finish();
  return host;
}

} // namespace

std::vector<HostOptions> read_hosts(Object& top)
{
  std::vector<HostOptions> all;
  Object hosts = top.object("hosts", "the machines, by name");
  for (const auto& entry : hosts.entries())
    all.push_back(read_host(entry.key, entry.value.object()));
  if (all.empty()) {
    top.fault("hosts", "a system needs at least one host, such as `box: {cores: 6, memory: 16GB}`");
    all.emplace_back().name = "none";
  }
  return all;
}

HostOf read_processes(Object object, const std::vector<HostOptions>& hosts)
{
  struct Process {
    const char* name;
    const char* says;
  };
  constexpr std::array<Process, role_count> processes = {
      {{"server", "Spring Boot on Tomcat"},
       {"mysql", "the database"},
       {"redis", "the waiting queue and the cache"},
       {"k6", "the load generator: on the server's host it competes with it"}}};
  constexpr const char* database_says = "the database, whichever it is; `mysql` says the same";
  HostOf host_of{};
  for (std::size_t role = 0; role < role_count; ++role) {
    const bool by_kind = role == static_cast<std::size_t>(Role::mysql) && object.has("database", database_says);
    const char* const key = by_kind ? "database" : processes[role].name;
    const std::string name =
        object.text(key, {.says = processes[role].says, .default_value = hosts.front().name, .may_be_empty = true});
    const auto host =
        std::find_if(hosts.begin(), hosts.end(), [&](const HostOptions& each) { return each.name == name; });
    if (host == hosts.end()) {
      std::string known;
      for (const HostOptions& each : hosts)
        known += fmt::format("{}{}", known.empty() ? "" : ", ", each.name);
      object.fault(key, fmt::format("there is no host {}: {}", name, known));
      continue;
    }
    host_of[role] = static_cast<std::size_t>(host - hosts.begin());
  }
  object.finish();
  return host_of;
}

} // namespace onsale::system
