/// Topics: partitions, each a log with one leader that appends batch after batch.
#pragma once

#include "model/system/flow/register.hpp"
#include "model/system/kafka/kafka_options.hpp"
#include "sim/engine/fifo_server.hpp"
#include "sim/engine/time.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace onsale::system {

class ConsumerGroup;
class System;

struct Message {
  std::uint64_t number = 0; ///< unique in the run, in the order of publishing
  Registers registers;      ///< of who published it, but for lists
  double bytes = 0;
  engine::Time published{};
  std::uint32_t attempts = 0; ///< of a consumer group at it
};

class Topic {
public:
  /// @param options  must outlive it, as the options of the system
  Topic(System& system, const TopicOptions& options);

  const TopicOptions& options() const { return options_; }
  std::size_t partitions() const { return leaders_.size(); }
  /// The leader of a partition: its log takes one batch after the other.
  engine::FifoServer& leader(std::size_t partition) { return *leaders_[partition]; }
  /// All in-sync replicas have it: consumers see it.
  void appended(std::size_t partition, const Message& message);
  void listened_by(ConsumerGroup& group) { groups_.push_back(&group); }
  std::uint64_t messages() const { return messages_; } ///< appended so far

private:
  const TopicOptions& options_;
  std::vector<std::unique_ptr<engine::FifoServer>> leaders_; // [partitions]
  std::vector<ConsumerGroup*> groups_;
  std::uint64_t messages_ = 0;
};

} // namespace onsale::system
