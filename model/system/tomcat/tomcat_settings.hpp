/// Settings of Tomcat, under the names that users know, with the real defaults.
#pragma once

#include "model/config/setting_spec.hpp"
#include "model/config/settings.hpp"
#include "sim/engine/time.hpp"

#include <cstdint>
#include <vector>

namespace onsale::system {

struct TomcatSettings {
  std::uint32_t threads_max = 200;
  std::uint32_t threads_min_spare = 10;
  std::int64_t max_queue_capacity = 2147483647;
  std::uint32_t max_connections = 8192;
  std::uint32_t accept_count = 100;
  engine::Duration keep_alive_timeout{60};
  std::int64_t max_keep_alive_requests = 100; ///< -1: unlimited
  bool virtual_threads = false;
};

std::vector<config::SettingSpec> tomcat_settings();
TomcatSettings read_tomcat_settings(const config::Settings& settings);

} // namespace onsale::system
