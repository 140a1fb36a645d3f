/// Settings of PostgreSQL, under the names that users know, with the real defaults.
#pragma once

#include "model/config/setting_spec.hpp"
#include "model/config/settings.hpp"
#include "sim/engine/time.hpp"

#include <cstdint>
#include <vector>

namespace onsale::system {

struct PostgreSqlSettings {
  std::uint32_t max_connections = 100;
  std::uint32_t reserved_connections = 3;
  engine::Duration lock_timeout{}; ///< 0: for ever
  engine::Duration deadlock_timeout{1};
  bool synchronous_commit = true;
};

std::vector<config::SettingSpec> postgresql_settings();
PostgreSqlSettings read_postgresql_settings(const config::Settings& settings);

} // namespace onsale::system
