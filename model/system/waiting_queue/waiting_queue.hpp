/// The waiting queue of the application: the job that lets waiting users in. Where they stand in line is the booking
/// core's matter.
#pragma once

#include "model/booking/token_queue.hpp"
#include "model/system/waiting_queue/waiting_queue_settings.hpp"
#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/random.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace onsale::system {

struct PartKind;
class System;
extern const PartKind waiting_queue_part;

class WaitingQueue {
public:
  explicit WaitingQueue(System& system);

  /// One run of the queue scheduler, in four Redis commands: expired tokens go, the active ones are counted, the first
  /// of the line are popped, and added to the active set. Between the last two they are in neither: who asks then is
  /// unknown. The caller decides when it runs (fixedDelay: the period counts from the end of a run).
  /// @return how many were let in
  engine::Task<std::size_t> promote();
  /// Tokens that a job of the application lets in: expired ones go, then the first of the line, as many as may be
  /// active beside those that are. While any job does so, promote() does nothing.
  std::vector<booking::TokenId> to_let_in(std::size_t most);
  /// Sweeps holds and reservations that are over.
  void expire();

  /// Let in before somebody who came earlier; lost between the two sets: so far.
  std::uint64_t reversals() const { return reversals_; }
  std::uint64_t lost() const { return lost_; }

  // Set by faults.
  bool scheduler_down = false; ///< nobody is let in
  double loss = 0;             ///< share of those popped from the line who reach no other set
  double disorder = 0;         ///< share of those let in who are taken from anywhere in the line
  double duplicates = 0;       ///< share of the scheduler's runs that a second one carries out as well

private:
  /// threads.scheduler-waits: as a request's command; else its round trip alone. Where the requests' wait for Redis is
  /// seconds (ryzen-tuning), one status in 200 would fall into the gap between two commands that wait as well, and the
  /// published figure is one in 5000. @return false: Redis did not answer in time
  engine::Task<bool> command(engine::RandomStream& draws);
  engine::Task<std::size_t> promote_once(engine::RandomStream& draws);
  void pop_waiting(std::size_t count, engine::RandomStream& draws, std::vector<booking::TokenId>& popped);

  System& system_;
  engine::RandomFamily draws_;
  bool by_jobs_; // of the scenario
  engine::Cpu::Thread scheduler_;
  std::uint64_t runs_ = 0;
  std::uint64_t reversals_ = 0;
  std::uint64_t lost_ = 0;
};

} // namespace onsale::system
