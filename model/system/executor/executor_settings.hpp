/// Settings of Spring's task executor and task scheduler, under the names that users know, with the real defaults.
#pragma once

#include "model/config/setting_spec.hpp"
#include "model/config/settings.hpp"
#include "sim/engine/time.hpp"

#include <cstdint>
#include <vector>

namespace onsale::system {

struct ExecutorSettings {
  std::uint32_t core_size = 8;
  std::uint32_t max_size = 0;
  std::uint32_t queue_capacity = 0;
  engine::Duration keep_alive{60};
  std::uint32_t scheduling_size = 1;
  bool virtual_threads = false; ///< spring.threads.virtual.enabled: neither of the two has a limit
};

std::vector<config::SettingSpec> executor_settings();
ExecutorSettings read_executor_settings(const config::Settings& settings);

} // namespace onsale::system
