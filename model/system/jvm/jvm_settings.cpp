#include "model/system/jvm/jvm_settings.hpp"

#include "model/system/container/container_options.hpp"
#include "model/system/system_options.hpp"

#include <algorithm>

namespace onsale::system {

using config::SettingKind;

std::vector<config::SettingSpec> jvm_settings()
{
  return {
      {.name = "jvm.max-heap",
       .kind = SettingKind::bytes,
       .default_unit = "B",
       .doc = "-Xmx; a share of the memory of its container or host when not set",
       .source = "JVM default"},
      {.name = "jvm.max-ram-percentage",
       .kind = SettingKind::ratio,
       .default_value = "25%",
       .doc = "-XX:MaxRAMPercentage: the heap's share of the memory, unless jvm.max-heap says else",
       .source = "JVM default"},
  };
}

JvmSettings read_jvm_settings(const config::Settings& settings)
{
  JvmSettings its;
  if (settings.is_set("jvm.max-heap"))
    its.max_heap_bytes = settings.bytes("jvm.max-heap");
  its.max_ram_share = settings.ratio("jvm.max-ram-percentage");
  return its;
}

/// Of small memory half, and not less than the default MaxHeapSize of 96 MB, which is 124.8 MB for 64 bits
/// (Arguments::set_heap_size, JDK 17).
double heap_bytes(const SystemOptions& options, const ServerSettings& settings)
{
  constexpr double small_heap_bytes = 124.8 * 1024 * 1024;
  if (settings.jvm.max_heap_bytes > 0)
    return static_cast<double>(settings.jvm.max_heap_bytes);
  const ContainerOptions* container = container_of(options, Role::server);
  if (container == nullptr || container->memory_bytes <= 0)
    return options.host(Role::server).memory_bytes * settings.jvm.max_ram_share;
  if (container->memory_bytes / 2 < small_heap_bytes)
    return container->memory_bytes / 2;
  return std::max(container->memory_bytes * settings.jvm.max_ram_share, small_heap_bytes);
}

} // namespace onsale::system
