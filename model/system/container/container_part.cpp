// What containers tell of themselves: their keys, faults, what operators do, what is watched.
#include "model/system/container/container.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::system {
namespace {

using engine::seconds;

void read_memory(config::Object& object, ContainerOptions& container)
{
  container.memory_bytes = static_cast<double>(
      object.bytes("memory", {.says = "limit, beyond which the kernel kills the process; the JVM's heap is a share of "
                                      "it (jvm.max-ram-percentage). 0: none",
                              .default_value = 0}));
  container.non_heap_bytes = static_cast<double>(
      object.bytes("non-heap", {.says = "of the JVM beside heap and stacks: metaspace, code cache, collector, direct "
                                        "buffers. ASSUMED: of a Spring Boot application with JPA",
                                .default_value = 200 * 1024 * 1024}));
  container.stack_bytes = static_cast<double>(
      object.bytes("stack", {.says = "that each thread has touched of its stack of 1 MB (ThreadStackSize). ASSUMED",
                             .default_value = 128 * 1024}));
  container.restarts = object.one_of<bool>("restart", "what becomes of a process that was killed",
                                           {{"always", true}, {"no", false}}, true);
  container.start_up = object.duration(
      "start-up", {.says = "of a process that is started again, until it answers", .default_value = seconds(20)});
}

std::shared_ptr<const PartOptions> read_containers(config::Object& scenario, const Variation&)
{
  struct Process {
    const char* name;
    Role role;
    const char* says;
  };
  constexpr std::array<Process, 3> processes = {{{"server", Role::server, "of each process of the application"},
                                                 {"mysql", Role::mysql, "of the database"},
                                                 {"redis", Role::redis, "of Redis"}}};
  auto options = std::make_shared<ContainersOptions>();
  config::Object containers =
      scenario.object("containers", "limits of the containers that processes run in: docker, Kubernetes");
  for (const Process& process : processes) {
    const bool there = containers.has(process.name, process.says);
    config::Object object = containers.object(process.name, process.says);
    ContainerOptions container;
    container.cpus = object.number("cpus", {.says = "limit (docker --cpus, Kubernetes limits.cpu): CPU time of so many "
                                                    "cores over each period, then it stands still. 0: none",
                                            .minimum = 0.0,
                                            .default_value = 0.0});
    container.cpu_period = object.duration("cpu-period", {.says = "of the CPU limit (cpu.cfs_period_us 100000)",
                                                          .minimum = seconds(0.001),
                                                          .maximum = seconds(1),
                                                          .default_value = container.cpu_period});
    if (process.role == Role::server)
      read_memory(object, container);
    object.finish();
    if (there)
      options->of[static_cast<std::size_t>(process.role)] = container;
  }
  containers.finish();
  return options;
}

Role read_container(config::Object& object, const SystemOptions& options)
{
  const Role role =
      object.one_of<Role>("container", "which of `containers`",
                          {{"server", Role::server}, {"mysql", Role::mysql}, {"redis", Role::redis}}, Role::server);
  if (container_of(options, role) == nullptr)
    object.fault("container", "there is none of that name in `containers`");
  return role;
}

const FaultKind native_leak{
    .name = "native leak",
    .says = "each request leaves `per-request` of memory outside of the heap, until the container is full",
    .read = [](config::Object& object, const SystemOptions& options) -> FaultEffect {
      const auto bytes =
          static_cast<double>(object.bytes("per-request", {.says = "that each request leaves", .above = 0}));
      const ContainerOptions* server = container_of(options, Role::server);
      if (server == nullptr || server->memory_bytes <= 0)
        object.fault("the server has no memory limit: containers.server.memory");
      return [bytes](System& system, bool begins) {
        system.part<Containers>(container_part).native_leak_bytes_per_request += begins ? bytes : -bytes;
      };
    }};

const ActionKind limit_container{
    .name = "limit container",
    .says = "other limits from now on (docker update, in-place resize of a pod)",
    .read = [](config::Object& object, const SystemOptions& options) -> ActionEffect {
      const Role role = read_container(object, options);
      const double cpus =
          object.number("cpus", {.says = "new CPU limit; 0: as it is", .minimum = 0.0, .default_value = 0.0});
      const auto memory_bytes =
          static_cast<double>(object.bytes("memory", {.says = "new memory limit; 0: as it is", .default_value = 0}));
      return at_once([=](System& system) {
        if (container_of(system.options, role) != nullptr)
          system.part<Containers>(container_part).limit(role, cpus, memory_bytes);
      });
    }};

const MetricKind throttled_share{
    .name = "throttled-share",
    .says = "of time that the application's processes stood still for their CPU limit",
    .rate = MetricKind::Rate::per_second,
    .total =
        [](const System& system) {
          double sum_s = 0;
          for (const auto& instance : system.application.instances())
            sum_s += instance->stops().throttled_s;
          return sum_s;
        },
    .per = [](const System& system) { return static_cast<double>(system.application.instances().size()); }};
const MetricKind memory_share{.name = "container-memory-share",
                              .says = "memory over the limit, of the fullest process of the application",
                              .total = [](const System& system) {
                                const auto& containers = system.part<Containers>(container_part);
                                double share = 0;
                                if (containers.memory_limit_bytes() > 0)
                                  for (const auto& instance : system.application.instances())
                                    share = std::max(share, containers.memory_bytes(*instance) /
                                                                containers.memory_limit_bytes());
                                return share;
                              }};
const MetricKind oom_kills{
    .name = "oom-kills-per-minute",
    .says = "processes that the kernel ended, at the pace of this second",
    .rate = MetricKind::Rate::per_minute,
    .total = [](const System& system) { return static_cast<double>(system.part<Containers>(container_part).kills()); }};

const CauseKind oom_killed_kind{
    .name = "oom_killed",
    .resource = "server memory limit",
    .says = "the kernel ended the process: its container was over its memory limit",
    .log_line = [](const System& system, const Work& work) {
      const auto& containers = system.part<Containers>(container_part);
      return fmt::format("Memory cgroup out of memory: Killed process 1 (java) anon-rss:{:.0f}kB (OOMKilled, exit code "
                         "137)",
                         containers.memory_bytes(*work.instance) / 1024);
    }};

} // namespace

const Cause Cause::oom_killed(oom_killed_kind);

const PartKind container_part{.name = "container",
                              .faults = {&native_leak},
                              .actions = {&limit_container},
                              .metrics = {&throttled_share, &memory_share, &oom_kills},
                              .causes = {&oom_killed_kind},
                              .resources =
                                  [](const SystemOptions& options, std::vector<Resource>& all) {
                                    for (const Role role : {Role::server, Role::mysql, Role::redis})
                                      if (Resource limit = cpu_limit(options, role, 1); limit.capacity.cores > 0)
                                        all.push_back(std::move(limit));
                                  },
                              .read = read_containers,
                              .make = [](System& system, const PartOptions& options) -> std::unique_ptr<RunningPart> {
                                return std::make_unique<Containers>(system,
                                                                    static_cast<const ContainersOptions&>(options));
                              }};

} // namespace onsale::system
