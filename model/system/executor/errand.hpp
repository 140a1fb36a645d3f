/// Work of a process of the application that is no request: handed over by one, or a job.
#pragma once

#include "model/system/executor/thread_pool.hpp"
#include "model/system/flow/stretch.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <cstdint>

namespace onsale::system {

/// What is handed over: where to go on, with what is known.
struct Parcel {
  Parcel(Work& from, const Stretch& its_stretch)
      : system(from.system), flow(from.flow), endpoint_number(from.endpoint_number), instance(*from.instance),
        primary(from.primary), code_factor(from.code_factor), registers(from.registers), published(from.published),
        stretch(its_stretch), draws(from.draws.bits())
  {
  }
  /// Into a work of its own.
  void unpack(Work& work) const
  {
    work.instance = &instance;
    work.primary = primary;
    work.code_factor = code_factor;
    work.registers = registers;
    work.published = published;
  }
  Intent intent() const
  {
    return {system, flow, endpoint_number, engine::RandomStream(system.errand_draws, draws), system.now()};
  }

  System& system;
  const Flow& flow;
  std::size_t endpoint_number;
  Instance& instance;
  DatabaseNode* primary;
  double code_factor;
  Registers registers;
  Published published;
  Stretch stretch;
  std::uint64_t draws; ///< number of its stream
};

/// A thread of the pool takes it and walks; what it holds goes back. Dropped from the queue it does nothing.
engine::Task<> walk_on(ThreadPool& pool, ThreadPool::Place place, Work& work, Stretch stretch);

/// On its own, and nobody waits for it; it dies with its process.
engine::Process errand(Parcel parcel, ThreadPool& pool, ThreadPool::Place place);

} // namespace onsale::system
