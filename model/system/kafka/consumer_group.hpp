/// A consumer group: threads of the application's processes that work through the partitions of a topic.
#pragma once

#include "model/system/kafka/topic.hpp"
#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/gate.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/random.hpp"
#include "sim/engine/station.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace onsale::system {

class Instance;
class Kafka;

/// Each partition belongs to one consumer of those that are there (range assignor); which works through its messages in
/// their order, one after the other, up to max.poll.records before it commits their offsets (AckMode BATCH,
/// synchronous). So a partition is one server with one queue, and who dies before a commit leaves what it has done to
/// be done again.
///
///   log of a partition  | done | in work | polled | not polled yet |    lag: all of it
///                       '----- committed together ------'
///
/// A message whose flow fails is tried again at once (DefaultErrorHandler), the partition waits meanwhile; in the end
/// it goes to the dead letters or is left. The partitions of a consumer that died wait for session.timeout.ms; one that
/// leaves in order hands them over at once. Rebalancing itself takes no time.
class ConsumerGroup {
public:
  /// @param options  must outlive it
  ConsumerGroup(Kafka& kafka, Topic& topic, const ListenerOptions& options);

  /// A process of the application has started, or has ended.
  void joined(Instance& instance);
  void left(Instance& instance, bool in_order);
  void appended(std::size_t partition, const Message& message);

  double lag() const;                                        ///< messages whose offset is not committed
  std::uint64_t handled() const { return handled_; }         ///< whose flow went well, or that were given up
  std::uint64_t redelivered() const { return redelivered_; } ///< handled or begun, and then not committed
  std::uint64_t given_up() const { return given_up_; }       ///< after all retries
  double delays_s() const { return delays_s_; } ///< of those handled, from publishing to the end of the flow

private:
  struct Consumer {
    Consumer(engine::Simulation& simulation, Instance& its_instance);
    Instance& instance;
    engine::Cpu::Thread thread;
    engine::Gate wake;
    engine::ProcessRef process;
    bool alive = true;
  };
  struct Partition {
    std::deque<Message> log; // not committed
    std::size_t polled = 0;  // of them
    std::size_t done = 0;    // of those
    bool in_work = false;    // the one behind them
    Consumer* owner = nullptr;
    Consumer* holder = nullptr; // has polled and not committed
  };
  static engine::Process consume(ConsumerGroup& group, Consumer& me);
  static engine::Process expire(ConsumerGroup& group, Consumer& consumer);
  bool poll(Consumer& me);
  void commit(Consumer& me);
  void abandon(Consumer& consumer);
  engine::Task<> handle(Consumer& me, Message& message);
  engine::Task<bool> attempt(Consumer& me, Message& message);
  void rebalance();

  Kafka& kafka_;
  Topic& topic_;
  const ListenerOptions& options_;
  engine::RandomFamily draws_;
  engine::Station station_;
  std::vector<Partition> partitions_;
  std::deque<Consumer> consumers_;
  std::vector<Consumer*> members_; // in order of joining; those that died until their session is over
  std::uint64_t handled_ = 0;
  std::uint64_t redelivered_ = 0;
  std::uint64_t given_up_ = 0;
  double delays_s_ = 0;
};

} // namespace onsale::system
