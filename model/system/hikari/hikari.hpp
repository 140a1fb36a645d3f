/// HikariCP in one process of the application: the pool of database connections.
#pragma once

#include "model/system/application/place.hpp"
#include "model/system/application/thread_options.hpp"
#include "model/system/flow/step.hpp"
#include "model/system/hikari/hikari_settings.hpp"
#include "model/system/resource.hpp"
#include "sim/engine/cpu/event_loop.hpp"
#include "sim/engine/token_pool.hpp"

namespace onsale::system {

struct PartKind;
extern const PartKind hikari_part;

class Hikari {
public:
  /// @param threads  must outlive it
  Hikari(const Place& place, const HikariSettings& settings, const ThreadOptions& threads);

  /// A connection for the flow, unless it holds one already.
  Progress connect(Work& work);
  /// @param connections  that there are to give: of a database that is up, as many as it lets the pool have
  void apply(const HikariSettings& settings, std::uint32_t connections);

  engine::TokenPool& pool() { return pool_; }
  const engine::TokenPool& pool() const { return pool_; }

private:
  engine::Task<> wait(Work& work);

  engine::Simulation& simulation_;
  HikariSettings settings_;
  const ThreadOptions& threads_;
  engine::TokenPool pool_;
  engine::EventLoop filler_; ///< looks whether the pool may grow whenever a thread has to wait
};

Resource hikari_pool(const HikariSettings& settings, std::size_t instance);

} // namespace onsale::system
