/// The outbox: messages that are written with a transaction, and the poller that sends them.
#pragma once

#include "model/system/flow/endpoint.hpp"
#include "model/system/kafka/topic.hpp"
#include "model/system/work.hpp"
#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/process.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace onsale::system {

class Instance;
class Kafka;

struct OutboxRow {
  std::size_t topic = 0;
  std::uint64_t key = 0;
  Message message;
};

/// Rows of a transaction that is not committed yet.
struct UncommittedRows final : AtCommit {
  void committed(System& system) override;
  std::vector<OutboxRow> rows;
};

/// One process of the application polls (@Scheduled with fixedDelay, a lock keeps the others off): a connection, a
/// select, then row by row: sent and acknowledged, marked as sent; a commit. Who dies between the acknowledgement and
/// the commit leaves its successor to send again: at least once, never none.
class Outbox {
public:
  /// @param options  must outlive it
  Outbox(Kafka& kafka, const OutboxOptions& options);
  void started(Instance& instance);
  void stopped(Instance& instance);
  void add(OutboxRow row) { rows_.push_back(std::move(row)); }
  std::size_t rows() const { return rows_.size(); } ///< committed, and not marked as sent
  std::uint64_t sent() const { return sent_; }      ///< rows that were acknowledged, some maybe twice

private:
  static engine::Process run(Outbox& outbox, Instance& instance);
  engine::Task<> poll(Instance& instance);
  engine::Task<> send(Work& work, std::size_t count);

  Kafka& kafka_;
  const OutboxOptions& options_;
  engine::RandomFamily draws_;
  Flow nothing_;
  std::deque<OutboxRow> rows_;
  std::vector<Instance*> instances_; // in order of their start; the first polls
  std::deque<engine::Cpu::Thread> threads_;
  engine::Cpu::Thread* thread_ = nullptr;
  engine::ProcessRef poller_;
  std::uint64_t polls_ = 0;
  std::uint64_t sent_ = 0;
};

} // namespace onsale::system
