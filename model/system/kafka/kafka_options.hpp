/// The broker, its topics and who listens to them, as data: `kafka:` and `listeners:` of a scenario.
#pragma once

#include "model/system/flow/distribution_reader.hpp"
#include "model/system/part.hpp"
#include "model/system/resource.hpp"
#include "sim/engine/distribution.hpp"
#include "sim/engine/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace onsale::system {

struct StepKind;
extern const PartKind kafka_part;
extern const StepKind publish_step;

struct TopicOptions {
  std::string name;
  std::uint32_t partitions = 1;
};

/// A table into which messages are written with the transaction, and who sends them.
struct OutboxOptions {
  engine::Duration fixed_delay = engine::seconds(1);                  ///< from the end of a poll to the next
  std::uint32_t batch = 100;                                          ///< rows of one poll
  engine::Distribution insert = engine::Distribution::constant(0);    ///< CPU of the database for a row's insert,
  engine::Distribution select = engine::Distribution::constant(0);    ///< for a poll,
  engine::Distribution mark_sent = engine::Distribution::constant(0); ///< and to mark a row as sent
};

struct KafkaOptions final : PartOptions {
  engine::Distribution round_trip = engine::Distribution::constant(0); ///< to the broker and back
  engine::Distribution append = engine::Distribution::constant(0);     ///< the leader of a partition, one batch
  double append_s_per_message = 0;                                     ///< more, for each message of it
  engine::Distribution replicate = engine::Distribution::constant(0);  ///< until all in-sync replicas have it
  std::vector<TopicOptions> topics;
  std::optional<OutboxOptions> outbox;
};

/// @KafkaListener: a consumer group.
struct ListenerOptions {
  std::string name;
  std::size_t topic = 0;
  std::size_t endpoint = 0;      ///< that holds its flow, in SystemOptions::endpoints
  std::uint32_t concurrency = 1; ///< consumers of each process, a thread each
  std::uint32_t retries = 9;     ///< of a message whose flow failed: DefaultErrorHandler, FixedBackOff(0, 9)
  engine::Duration back_off{};   ///< before each
  bool dead_letter = false;      ///< then it goes to the topic NAME-dlt; else it is logged and left
};

const KafkaOptions& kafka_of(const SystemOptions& options);
/// The topic that a step or a listener names; the first, and a fault, if there is none.
std::size_t topic_named(const KafkaOptions& options, const config::Value& value);

/// Consumers of all processes at the start.
Resource consumers_of(const SystemOptions& options, const ListenerOptions& listener);
/// The leader of a partition, which is worth watching where appending takes time.
Resource leader_of(const TopicOptions& topic, std::size_t partition);
inline bool appends_take_time(const KafkaOptions& kafka)
{
  return kafka.append.mean_s() > 0 || kafka.append_s_per_message > 0;
}

} // namespace onsale::system
