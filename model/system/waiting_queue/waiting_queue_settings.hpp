/// Settings of the waiting queue of the application, under the names that users know, with the real defaults.
#pragma once

#include "model/config/setting_spec.hpp"
#include "model/config/settings.hpp"
#include "sim/engine/time.hpp"

#include <cstdint>
#include <vector>

namespace onsale::system {

struct QueueSettings {
  bool unlimited = false; ///< no waiting room: every token is active at once
  std::uint32_t max_active_tokens = 0;
  engine::Duration active_ttl{300};
  engine::Duration promote_period{1};
  std::uint32_t promote_batch = 0;
};

std::vector<config::SettingSpec> queue_settings();
QueueSettings read_queue_settings(const config::Settings& settings);

} // namespace onsale::system
