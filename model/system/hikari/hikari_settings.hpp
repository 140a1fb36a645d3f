/// Settings of HikariCP and of who holds its connections, under the names that users know, with the real defaults.
#pragma once

#include "model/config/setting_spec.hpp"
#include "model/config/settings.hpp"
#include "sim/engine/time.hpp"

#include <cstdint>
#include <vector>

namespace onsale::system {

struct HikariSettings {
  std::uint32_t maximum_pool_size = 10;
  engine::Duration connection_timeout{30};
  bool open_in_view = true; ///< the connection is held from first use to the end of the request
};

std::vector<config::SettingSpec> hikari_settings();
HikariSettings read_hikari_settings(const config::Settings& settings);

} // namespace onsale::system
