/// Settings of MySQL, under the names that users know, with the real defaults.
#pragma once

#include "model/config/setting_spec.hpp"
#include "model/config/settings.hpp"
#include "sim/engine/time.hpp"

#include <cstdint>
#include <vector>

namespace onsale::system {

struct MySqlSettings {
  engine::Duration lock_wait_timeout{50};
  bool flush_log_at_commit = true;
  bool sync_binlog = true;
  bool deadlock_detect = true;
  std::uint32_t max_connections = 151;
};

std::vector<config::SettingSpec> mysql_settings();
MySqlSettings read_mysql_settings(const config::Settings& settings);

} // namespace onsale::system
