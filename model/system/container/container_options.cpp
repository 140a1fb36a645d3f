#include "model/system/container/container_options.hpp"

#include "model/system/system_options.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace onsale::system {
namespace {

constexpr std::array<const char*, role_count> role_names = {"server", "mysql", "redis", "k6"};

} // namespace

const ContainerOptions* container_of(const SystemOptions& options, Role role)
{
  const auto section = options.parts.find(container_part.name);
  if (section == options.parts.end())
    return nullptr;
  const auto& container = static_cast<const ContainersOptions&>(*section->second).of[static_cast<std::size_t>(role)];
  return container ? &*container : nullptr;
}

engine::Cpu::ProcessId add_process(engine::Cpu& cpu, std::string name, const SystemOptions& options, Role role)
{
  const engine::Cpu::ProcessId process = cpu.add_process(std::move(name));
  if (const ContainerOptions* container = container_of(options, role); container != nullptr && container->cpus > 0)
    cpu.set_quota(process, container->cpus, container->cpu_period);
  return process;
}

double processors_of_jvm(const SystemOptions& options, double host_cores)
{
  const ContainerOptions* container = container_of(options, Role::server);
  return container != nullptr && container->cpus > 0 ? std::min(host_cores, std::ceil(container->cpus)) : host_cores;
}

bool collects_serially(const SystemOptions& options, double host_cores)
{
  constexpr double server_class_bytes = 1792.0 * 1024 * 1024;
  const ContainerOptions* container = container_of(options, Role::server);
  return processors_of_jvm(options, host_cores) < 2 ||
         (container != nullptr && container->memory_bytes > 0 && container->memory_bytes < server_class_bytes);
}

Resource cpu_limit(const SystemOptions& options, Role role, std::size_t instance)
{
  const char* const name = role_names[static_cast<std::size_t>(role)];
  const ContainerOptions* container = container_of(options, role);
  const double cpus = container != nullptr ? container->cpus : 0;
  return {.id = std::string(name) + " cpu limit",
          .instance = instance,
          .part = "container",
          .host = options.host_name(role),
          .depth = 1,
          .capacity = {.cores = cpus},
          .of_each_process = role == Role::server,
          .wider = {{std::string("containers.") + name + ".cpus", cpus}}};
}

} // namespace onsale::system
