/// The message broker at work, as far as its clients notice: topics, a producer in each process, consumer groups.
#pragma once

#include "model/system/kafka/consumer_group.hpp"
#include "model/system/kafka/kafka_options.hpp"
#include "model/system/kafka/kafka_settings.hpp"
#include "model/system/kafka/outbox.hpp"
#include "model/system/kafka/producer.hpp"
#include "model/system/kafka/topic.hpp"
#include "sim/engine/gate.hpp"
#include "sim/engine/random.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace onsale::system {

class FlowReader;
class Instance;
class System;

/// A broker that went away keeps what its replicas have; what was on its way to them is sent again or lost (Producer).
class Kafka final : public RunningPart {
public:
  /// @param options  must outlive it
  Kafka(System& system, const KafkaOptions& options);

  void started(Instance& instance) override;
  void stopped(Instance& instance, bool in_order) override;

  Producer& producer_of(const Instance& instance);
  Topic& topic(std::size_t number) { return *topics_[number]; }
  Topic* topic(std::string_view name); ///< nullptr: there is none
  Outbox* outbox() { return outbox_ ? &*outbox_ : nullptr; }
  const std::vector<std::unique_ptr<ConsumerGroup>>& groups() const { return groups_; }

  void stop();
  void start() { up_.open(); }
  engine::Gate& up() { return up_; }
  std::uint64_t outages() const { return outages_; }
  System& system() { return system_; }
  const KafkaOptions& options() const { return options_; }
  const KafkaSettings& settings() const;
  std::uint64_t next_message() { return messages_++; }
  std::uint64_t next_batch() { return sent_batches_++; }
  engine::RandomStream draws(std::uint64_t batch) const { return {draws_, batch}; }
  void lose(std::size_t messages) { lost_ += messages; }
  /// Messages that were published and never came to a topic, or of which the producer does not know that they did.
  std::uint64_t lost() const { return lost_; }

  double slowdown = 1; ///< by faults: the time of an append in units of a sound one's

private:
  System& system_;
  const KafkaOptions& options_;
  engine::RandomFamily draws_;
  engine::Gate up_;
  std::vector<std::unique_ptr<Topic>> topics_;
  std::map<std::size_t, std::unique_ptr<Producer>> producers_; // [number of the instance]
  std::vector<std::unique_ptr<ConsumerGroup>> groups_;
  std::optional<Outbox> outbox_;
  std::uint64_t outages_ = 0;
  std::uint64_t messages_ = 0;
  std::uint64_t sent_batches_ = 0;
  std::uint64_t lost_ = 0;
};

std::shared_ptr<const PartOptions> read_kafka(config::Object& scenario, const Variation& variation);
/// @param options  gets the listeners, and an endpoint more for the flow of each
void read_listeners(config::Object& scenario, FlowReader& reader, SystemOptions& options);

} // namespace onsale::system
