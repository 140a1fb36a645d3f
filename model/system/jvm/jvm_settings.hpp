/// Settings of the JVM, under the names that users know, with the real defaults.
#pragma once

#include "model/config/setting_spec.hpp"
#include "model/config/settings.hpp"
#include "sim/engine/time.hpp"

#include <cstdint>
#include <vector>

namespace onsale::system {

struct JvmSettings {
  std::int64_t max_heap_bytes = 0; ///< 0: a share of the memory of its container or host
  double max_ram_share = 0.25;     ///< that share, of 1
};

std::vector<config::SettingSpec> jvm_settings();
JvmSettings read_jvm_settings(const config::Settings& settings);

} // namespace onsale::system
