#include "model/system/jvm/jvm_settings.hpp"

namespace onsale::system {

using config::SettingKind;

std::vector<config::SettingSpec> jvm_settings()
{
  return {
      {.name = "jvm.max-heap",
       .kind = SettingKind::bytes,
       .default_unit = "B",
       .doc = "-Xmx; a quarter of the host's memory when not set",
       .source = "JVM default"},
  };
}

JvmSettings read_jvm_settings(const config::Settings& settings)
{
  JvmSettings its;
  if (settings.is_set("jvm.max-heap"))
    its.max_heap_bytes = settings.bytes("jvm.max-heap");
  return its;
}

} // namespace onsale::system
