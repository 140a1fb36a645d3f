/// Settings of Kafka's clients, under Spring's names, with the real defaults.
#pragma once

#include "model/config/setting_spec.hpp"
#include "model/config/settings.hpp"
#include "sim/engine/time.hpp"

#include <cstdint>
#include <vector>

namespace onsale::system {

struct KafkaSettings {
  enum class Acks : std::uint8_t { none, leader, all };
  Acks acks = Acks::all;
  double batch_bytes = 16384;
  double buffer_bytes = 33554432;
  engine::Duration linger{};
  engine::Duration max_block{60};
  engine::Duration delivery_timeout{120};
  std::uint32_t max_poll_records = 500;
  engine::Duration session_timeout{45};
};

std::vector<config::SettingSpec> kafka_settings();
KafkaSettings read_kafka_settings(const config::Settings& settings);

} // namespace onsale::system
