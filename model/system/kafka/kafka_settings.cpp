#include "model/system/kafka/kafka_settings.hpp"

#include "model/system/count32.hpp"

namespace onsale::system {

using config::SettingKind;

std::vector<config::SettingSpec> kafka_settings()
{
  const auto duration = [](const char* name, const char* otherwise, const char* doc) {
    return config::SettingSpec{.name = name,
                               .kind = SettingKind::duration,
                               .default_value = otherwise,
                               .default_unit = "ms",
                               .doc = doc,
                               .source = "Kafka 3 default"};
  };
  return {
      {.name = "spring.kafka.producer.acks",
       .kind = SettingKind::text,
       .default_value = "all",
       .choices = {"0", "1", "all"},
       .doc = "who has a message when it is acknowledged: nobody, the leader, all in-sync replicas",
       .source = "Kafka 3 default"},
      {.name = "spring.kafka.producer.batch-size",
       .kind = SettingKind::bytes,
       .default_value = "16384B",
       .default_unit = "B",
       .doc = "messages of one partition that are sent together",
       .source = "Kafka 3 default"},
      {.name = "spring.kafka.producer.buffer-memory",
       .kind = SettingKind::bytes,
       .default_value = "33554432B",
       .default_unit = "B",
       .doc = "messages of a process that are not acknowledged yet; beyond it publishing blocks",
       .source = "Kafka 3 default"},
      duration("spring.kafka.producer.properties.linger.ms", "0ms", "that a batch waits for more messages"),
      duration("spring.kafka.producer.properties.max.block.ms", "60s", "that publishing waits for room in the buffer"),
      duration("spring.kafka.producer.properties.delivery.timeout.ms", "120s",
               "after which a message that is not acknowledged is given up"),
      {.name = "spring.kafka.consumer.max-poll-records",
       .kind = SettingKind::count,
       .default_value = "500",
       .minimum = "1",
       .maximum = "1000000",
       .doc = "messages that a consumer takes at once; their offsets are committed together",
       .source = "Kafka 3 default"},
      duration("spring.kafka.consumer.properties.session.timeout.ms", "45s",
               "after which the partitions of a consumer that died go to others"),
  };
}

KafkaSettings read_kafka_settings(const config::Settings& settings)
{
  using Acks = KafkaSettings::Acks;
  KafkaSettings its;
  const std::string acks = settings.text("spring.kafka.producer.acks");
  its.acks = acks == "0" ? Acks::none : acks == "1" ? Acks::leader : Acks::all;
  its.batch_bytes = static_cast<double>(settings.bytes("spring.kafka.producer.batch-size"));
  its.buffer_bytes = static_cast<double>(settings.bytes("spring.kafka.producer.buffer-memory"));
  its.linger = settings.duration("spring.kafka.producer.properties.linger.ms");
  its.max_block = settings.duration("spring.kafka.producer.properties.max.block.ms");
  its.delivery_timeout = settings.duration("spring.kafka.producer.properties.delivery.timeout.ms");
  its.max_poll_records = count32(settings, "spring.kafka.consumer.max-poll-records");
  its.session_timeout = settings.duration("spring.kafka.consumer.properties.session.timeout.ms");
  return its;
}

} // namespace onsale::system
