#include "model/system/redis/redis_settings.hpp"

#include "model/system/count32.hpp"

namespace onsale::system {

using config::SettingKind;

std::vector<config::SettingSpec> redis_settings()
{
  return {
      {.name = "spring.data.redis.lettuce.pool.max-active",
       .kind = SettingKind::count,
       .default_value = "0",
       .minimum = "0",
       .maximum = "100000",
       .doc = "blocking Redis connections; 0: one shared, pipelined connection",
       .source = "onsale default"},
      {.name = "spring.data.redis.timeout",
       .kind = SettingKind::duration,
       .default_value = "60s",
       .minimum = "1ms",
       .default_unit = "ms",
       .doc = "how long a command waits for a Redis that does not answer",
       .source = "Lettuce default"},
  };
}

RedisSettings read_redis_settings(const config::Settings& settings)
{
  RedisSettings its;
  its.pool_size = count32(settings, "spring.data.redis.lettuce.pool.max-active");
  its.timeout = settings.duration("spring.data.redis.timeout");
  return its;
}

} // namespace onsale::system
