#include "model/system/waiting_queue/waiting_queue_settings.hpp"

#include "model/system/count32.hpp"

namespace onsale::system {

using config::SettingKind;

std::vector<config::SettingSpec> queue_settings()
{
  return {
      {.name = "queue.unlimited",
       .kind = SettingKind::boolean,
       .default_value = "false",
       .doc = "no waiting room: a token is active as soon as it is issued",
       .source = "onsale default"},
      {.name = "queue.max-active-tokens",
       .kind = SettingKind::count,
       .default_value = "100",
       .minimum = "0",
       .doc = "users let in at a time",
       .source = "onsale default"},
      {.name = "queue.active-ttl",
       .kind = SettingKind::duration,
       .default_value = "5m",
       .minimum = "1ms",
       .default_unit = "ms",
       .doc = "how long a token stays active",
       .source = "onsale default"},
      {.name = "queue.promote-period",
       .kind = SettingKind::duration,
       .default_value = "1s",
       .minimum = "1ms",
       .default_unit = "ms",
       .doc = "fixedDelay of the job that lets waiting users in",
       .source = "onsale default"},
      {.name = "queue.promote-batch",
       .kind = SettingKind::count,
       .default_value = "100",
       .minimum = "1",
       .doc = "users let in at most by one run of that job",
       .source = "onsale default"},
  };
}

QueueSettings read_queue_settings(const config::Settings& settings)
{
  QueueSettings its;
  its.unlimited = settings.boolean("queue.unlimited");
  its.max_active_tokens = count32(settings, "queue.max-active-tokens");
  its.active_ttl = settings.duration("queue.active-ttl");
  its.promote_period = settings.duration("queue.promote-period");
  its.promote_batch = count32(settings, "queue.promote-batch");
  return its;
}

} // namespace onsale::system
