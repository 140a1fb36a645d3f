/// Settings of the Redis client, under the names that users know, with the real defaults.
#pragma once

#include "model/config/setting_spec.hpp"
#include "model/config/settings.hpp"
#include "sim/engine/time.hpp"

#include <cstdint>
#include <vector>

namespace onsale::system {

struct RedisSettings {
  std::uint32_t pool_size = 0; ///< 0: one shared, pipelined connection (Lettuce)
  engine::Duration timeout{60};
};

std::vector<config::SettingSpec> redis_settings();
RedisSettings read_redis_settings(const config::Settings& settings);

} // namespace onsale::system
