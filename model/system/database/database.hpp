/// The database as the application and operators see it, whichever it is: an interface, and what all have in common.
#pragma once

#include "model/system/host/host.hpp"
#include "model/system/resource.hpp"
#include "sim/engine/cpu/thread_group.hpp"
#include "sim/engine/fifo_server.hpp"
#include "sim/engine/keyed_lock.hpp"
#include "sim/engine/process.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace onsale::system {

class DemandWalk;
struct PartKind;
struct Query;
struct ServerSettings;
class System;
struct SystemOptions;
struct Work;
extern const PartKind database_part;

/// One server of the database: its host, a thread for each connection, its disk.
struct DatabaseNode {
  DatabaseNode(engine::Simulation& simulation, Host& its_host, std::string disk_name)
      : sessions(its_host.cpu(), its_host.cpu().add_process("mysql")), disk(simulation, {std::move(disk_name), 1})
  {
  }
  DatabaseNode(const DatabaseNode&) = delete;
  DatabaseNode& operator=(const DatabaseNode&) = delete;
  virtual ~DatabaseNode() = default;

  engine::ThreadGroup sessions;
  engine::FifoServer disk;
};

class Database {
public:
  explicit Database(System& system);
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

  virtual void apply(const ServerSettings&) {}
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
  std::vector<std::unique_ptr<DatabaseNode>> primaries_; // [shards]
  std::uint64_t outages_ = 0;

private:
  std::unique_ptr<DatabaseNode> new_node(const char* name, std::size_t number);

  engine::KeyedLock rows_;
  std::vector<std::unique_ptr<DatabaseNode>> replicas_; // that answer reads
  std::size_t next_replica_ = 0;
  bool is_up_ = true;
  double disk_slowdown_ = 1;
  std::uint64_t statements_ = 0;
  double statements_s_ = 0;
};

/// A kind of database, as it stands in database_list.cpp.
struct DatabaseKind {
  std::string_view name;
  std::unique_ptr<Database> (*make)(System& system);
  /// What a statement and a commit ask for when all goes well.
  void (*statement_demand)(DemandWalk& walk, const Query& query);
  void (*commit_demand)(DemandWalk& walk);
};

} // namespace onsale::system
