/// Kafka's producer in one process of the application: it gathers messages into batches and sends them.
#pragma once

#include "model/system/kafka/topic.hpp"
#include "sim/engine/gate.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/simulation.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <vector>

namespace onsale::system {

class Kafka;

/// Each partition has an open batch, to which messages are added until linger.ms is over or batch.size is reached; at
/// most five batches of a partition are under way (max.in.flight.requests.per.connection), the next ones wait, and the
/// open one goes on growing. What is not acknowledged within delivery.timeout.ms is given up.
///
///   publish --room in buffer.memory--> open batch --due, < 5 under way--> leader appends --> replicas --> visible
///                                                         ^                   | acks=1        | acks=all
///                                                         +--- the broker went away before the answer: sent again
///
/// acks=0 and acks=1 lose what only the leader had when the broker went away; acks=1 sends again what was not answered,
/// though the replicas may have it: then it is there twice. acks=all is idempotent: neither.
class Producer {
public:
  enum class Answer : std::uint8_t { acknowledged, buffer_full, timed_out };

  explicit Producer(Kafka& kafka);
  Producer(const Producer&) = delete;
  Producer& operator=(const Producer&) = delete;
  ~Producer();

  /// @param key    decides on the partition; Value::no_id: the one whose batch is open
  /// @param waits  for the acknowledgement; else it is back when the buffer has the message
  engine::Task<Answer> publish(Topic& topic, std::uint64_t key, const Message& message, bool waits);
  /// The process died: what was not at the broker yet is lost.
  void stop();
  double buffered_bytes() const { return buffered_bytes_; }

private:
  struct Batch;
  struct Lane;
  class Awaited;
  struct Sticky {
    std::size_t partition = 0;
    double bytes = 0;
  };
  Lane& lane_of(Topic& topic, std::size_t partition);
  std::size_t partition_of(Topic& topic, std::uint64_t key, double bytes);
  void begin_batch(Lane& lane, double allocated_bytes);
  void close(Lane& lane);
  void send(Lane& lane);
  void over(Batch& batch, bool acknowledged);
  void recycle(Batch& batch);
  static engine::Process linger(Producer& producer, Lane& lane, Batch& batch, std::uint64_t use);
  static engine::Process transmit(Producer& producer, Batch& batch);
  engine::Task<bool> append(Batch& batch);
  static engine::Process replicate(Kafka& kafka, Topic& topic, std::size_t partition, std::vector<Message> messages,
                                   engine::Duration takes, std::uint64_t outages);

  Kafka& kafka_;
  engine::Simulation& simulation_;
  std::vector<std::unique_ptr<Lane>> lanes_; // [topics and partitions, in order of use]
  std::map<const Topic*, Sticky> sticky_;    // where messages without a key go
  std::deque<Batch> batches_;
  std::vector<Batch*> spare_;
  engine::Gate room_;
  double buffered_bytes_ = 0;
};

} // namespace onsale::system
