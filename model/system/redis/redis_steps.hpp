/// Steps that ask Redis: a command, and answers that are looked up before they are worked out.
#pragma once

#include "model/system/flow/operand.hpp"
#include "model/system/flow/scan.hpp"
#include "model/system/flow/step.hpp"
#include "sim/engine/time.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace onsale::system {

extern const StepKind redis_step;
extern const StepKind cache_step;

/// One command.
struct RedisStep final : Step {
  explicit RedisStep(Scan its_command) : command(its_command) {}
  Progress run(Work& work) const override;
  void answered(Work& work, bool in_time) const override;
  void demand(DemandWalk& walk) const override;
  StepPicture picture() const override { return {.label = "redis"}; }
  Part part() const override { return Part::redis; }
  Scan command;
};

/// An answer that is looked up in Redis before it is worked out.
struct CachedAnswer {
  Scan command;
  std::uint32_t number = 0; ///< of the endpoint's cached answers
  Key key;                  ///< empty: one answer for all
  engine::Duration ttl = engine::forever;
  bool needs_redis = false; ///< Redis down fails the request; else it is worked out as if not found
  double rebuild_cpu_s = 0; ///< the database's CPU to work it out, on average
};

struct CacheStep final : Step {
  Progress run(Work& work) const override;
  void answered(Work& work, bool in_time) const override;
  void demand(DemandWalk& walk) const override; // the steady state: found
  StepPicture picture() const override { return {.label = "cache", .decides = true, .edges = {{found, "found"}}}; }
  Part part() const override { return Part::redis; }
  CachedAnswer answer;
  std::size_t found = 0; ///< where to go on with it
};

/// Puts what was worked out, unless the cache was passed by.
struct CachePutStep final : Step {
  explicit CachePutStep(const CachedAnswer& its_answer) : answer(its_answer) {}
  Progress run(Work& work) const override;
  void answered(Work& work, bool in_time) const override;
  void demand(DemandWalk& walk) const override;
  StepPicture picture() const override { return {.label = "cache put"}; }
  Part part() const override { return Part::redis; }
  CachedAnswer answer;
};

} // namespace onsale::system
