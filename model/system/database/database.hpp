/// The database as the application and operators see it, whichever it is: an interface, and what all have in common.
#pragma once

#include "model/system/database/deadlocks.hpp"
#include "model/system/host/host.hpp"
#include "model/system/resource.hpp"
#include "sim/engine/cpu/thread_group.hpp"
#include "sim/engine/fifo_server.hpp"
#include "sim/engine/keyed_lock.hpp"
#include "sim/engine/process.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace onsale::system {

class DemandWalk;
struct DatabaseKind;
struct PartKind;
struct Query;
struct ServerSettings;
class System;
struct SystemOptions;
struct Work;
extern const PartKind database_part;

/// One server of the database: its host, a thread for each connection, its disk.
struct DatabaseNode {
  /// @param its_process  of the host
  DatabaseNode(engine::Simulation& simulation, Host& its_host, engine::Cpu::ProcessId its_process,
               std::string disk_name)
      : host(its_host), process(its_process), sessions(its_host.cpu(), its_process),
        disk(simulation, {std::move(disk_name), 1})
  {
  }
  DatabaseNode(const DatabaseNode&) = delete;
  DatabaseNode& operator=(const DatabaseNode&) = delete;
  virtual ~DatabaseNode() = default;

  Host& host;
  engine::Cpu::ProcessId process;
  engine::ThreadGroup sessions;
  engine::FifoServer disk;
};

class Database {
public:
  /// @param kind  must outlive it
  Database(System& system, const DatabaseKind& kind);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  virtual ~Database() = default;

  /// The work has a connection now, and with it a thread of its primary.
  void connected(Work& work);
  /// The primary that holds the rows of a request.
  DatabaseNode& primary_of(std::uint64_t request_id) { return *primaries_[request_id % primaries_.size()]; }
  /// A database that went away takes its connections along: whoever has a statement under way learns of it then.
  engine::Task<> statement(Work& work, const Query& query);
  /// Also gives back the row locks.
  virtual engine::Task<> commit(Work& work) = 0;
  /// Work that no request asked for: CPU time of a thread of the first primary.
  engine::Task<> job(double cpu_s);
  engine::KeyedLock& rows() { return rows_; }
  const engine::KeyedLock& rows() const { return rows_; }
  Deadlocks& deadlocks() { return deadlocks_; }

  virtual void apply(const ServerSettings&) {}
  const DatabaseKind& kind() const { return kind_; }
  /// Connections for a pool that wants so many, as long as the others leave it any.
  /// @param others  that they have
  std::uint32_t grant(std::uint32_t wanted, std::uint32_t others) const;
  /// The database goes away with all connections; those who ask for one wait for it, or for their time-out.
  void stop();
  void start();
  bool is_up() const { return is_up_; }
  /// A host like the primary's with a copy that answers reads from now on.
  void add_replica();
  /// A host like the primary's that holds its share of the rows from now on.
  void add_shard();
  /// Slower disks, in units of what there was.
  void slow_disks(double factor);

  /// Statements so far, and the time from sending each to its answer.
  std::uint64_t statements() const { return statements_; }
  double statements_s() const { return statements_s_; }
  std::size_t replicas() const { return replicas_.size(); }
  const std::vector<std::unique_ptr<DatabaseNode>>& primaries() const { return primaries_; }

  double slowdown = 1;      ///< CPU of a statement or a commit, in units of a sound one's
  bool jobs_paused = false; ///< by operators

protected:
  virtual std::unique_ptr<DatabaseNode> make_node(Host& host, const std::string& disk_name) = 0;
  virtual void slow_log(DatabaseNode& node, double slowdown) = 0;
  void start_first_node();

  System& system_;
  const DatabaseKind& kind_;
  std::vector<std::unique_ptr<DatabaseNode>> primaries_; // [shards]
  std::uint64_t outages_ = 0;

private:
  std::unique_ptr<DatabaseNode> new_node(const char* name, std::size_t number);

  engine::KeyedLock rows_;
  Deadlocks deadlocks_;
  std::vector<std::unique_ptr<DatabaseNode>> replicas_; // that answer reads
  std::size_t next_replica_ = 0;
  bool is_up_ = true;
  double disk_slowdown_ = 1;
  std::uint64_t statements_ = 0;
  double statements_s_ = 0;
};

/// A kind of database: all that is its own.
struct DatabaseKind {
  std::string_view name;    ///< of its section in a scenario, and of its settings
  std::string_view title;   ///< as people write it
  std::string_view process; ///< as `top` shows it
  std::unique_ptr<Database> (*make)(System& system);
  /// What a statement and a commit ask for when all goes well.
  void (*statement_demand)(DemandWalk& walk, const Query& query);
  void (*commit_demand)(DemandWalk& walk);
  int (*flushes)(const ServerSettings& settings);                    ///< fsyncs of a group of commits
  engine::Duration (*lock_patience)(const ServerSettings& settings); ///< of a statement, for a row lock
  /// For how long a lock is waited for before it is looked for a deadlock; none: never.
  std::optional<engine::Duration> (*deadlock_check)(const ServerSettings& settings);
  std::uint32_t (*max_connections)(const ServerSettings& settings); ///< that applications get
  // Log lines.
  std::string_view lock_timeout_line;
  std::string_view deadlock_line;
  std::string_view too_many_line;
  std::string_view lost_line;
};

std::string disk_of(const DatabaseKind& kind);
Resource row_locks(const SystemOptions& options);
/// @param name  `mysql disk`, `replica 1 disk`
Resource database_disk(const SystemOptions& options, const std::string& name);

} // namespace onsale::system
