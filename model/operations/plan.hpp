/// What goes wrong in a run and what operators do about it, as data.
#pragma once

#include "model/config/overrides.hpp"
#include "model/operations/condition.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace onsale::operations {

enum class FaultKind : std::uint8_t {
  database_down,    ///< connections break, new ones are refused
  database_slow,    ///< statements cost `factor` as much CPU
  redis_down,       ///< commands wait for it until their time-out; what was cached is gone
  redis_slow,       ///< commands cost `factor` as much CPU
  cache_lost,       ///< at `from`, at once
  scheduler_down,   ///< nobody is let in
  queue_disorder,   ///< a share of those let in comes from anywhere in the line
  queue_loss,       ///< a share of those popped from the line is never let in
  queue_duplicates, ///< a share of the scheduler's runs happens twice
  heap_leak,        ///< each request leaves `bytes` reachable
  cpu_slow,         ///< the host of `role` works at 1 / `factor` of its speed
  disk_slow,        ///< pages and log flushes of the database take `factor` as long
  network_slow,     ///< each round trip between client and server takes `added` longer
  backend_slow,     ///< the same between server and MySQL or Redis
  instance_down,    ///< a process of the application dies; another takes its place at `to`
  count_of
};

struct Fault {
  FaultKind kind = FaultKind::database_down;
  std::string name; ///< `database down`
  engine::Duration from{};
  engine::Duration to = engine::forever;
  engine::Duration period = engine::forever; ///< flapping: again each period
  double on_share = 1;                       ///< of each period
  double factor = 1;
  double share = 0;
  double bytes = 0;
  engine::Duration added{};
  system::Role role = system::Role::server;
  std::size_t instance = 0;
};

enum class ActionKind : std::uint8_t {
  set,               ///< settings of the running system
  end_fault,         ///< the cause is repaired: faults called `fault` end
  fail_over,         ///< a standby takes over what the fault called `fault` took away
  bypass_cache,      ///< cached reads go to the database
  use_cache,         ///< and no longer
  warm_cache,        ///< a script puts back what the cache knew
  add_replica,       ///< a copy of the database answers reads
  add_shard,         ///< one more primary takes its share of the rows
  scale_database,    ///< `factor` times the cores of the database's host
  scale_server,      ///< the same for the server's host
  tune_queries,      ///< statements cost `factor` of their CPU
  add_instance,      ///< one more process of the application, on a host of its own, in rotation after `takes`
  restart_instances, ///< one after the other; each is back after `takes`
  pause_jobs,        ///< background jobs of the database
  waiting_page,      ///< `endpoints` are answered with a static page and `status`
  remove_page,       ///< and no longer
  count_of
};

struct Action {
  ActionKind kind = ActionKind::set;
  std::string name; ///< what the timeline calls it
  engine::Duration at{};
  std::optional<Condition> when; ///< from `at` on; none: at `at`
  std::uint32_t most = 1;        ///< how often, when the condition holds again
  engine::Duration pause{};      ///< at least between two times
  engine::Duration takes{};      ///< from the decision to the effect
  std::vector<config::Override> settings;
  std::string fault;
  double factor = 1;
  std::uint32_t count = 1;
  int status = 503;
  std::vector<std::size_t> endpoints;
};

/// Work of the database that no user asked for.
struct BackgroundJob {
  std::string name;
  engine::Duration every{1}; ///< from start to start; from the end of a run that takes longer
  double cpu_s = 0;
};

struct Plan {
  std::vector<Fault> faults;
  std::vector<Action> actions;
  std::vector<BackgroundJob> jobs;
  std::vector<Condition> signs;           ///< by which somebody notices: in the timeline, when first seen
  std::vector<config::Override> settings; ///< of the system at the start, as texts

  bool empty() const { return faults.empty() && actions.empty() && jobs.empty() && signs.empty(); }
};

} // namespace onsale::operations
