/// MySQL: group commit of redo and binary log, a thread for each connection, a buffer pool that misses pages.
#pragma once

#include "model/config/object.hpp"
#include "model/system/database/database.hpp"
#include "model/system/flow/distribution_reader.hpp"
#include "model/system/mysql/group_commit.hpp"
#include "model/system/mysql/mysql_settings.hpp"
#include "sim/engine/distribution.hpp"
#include "sim/engine/random.hpp"

#include <optional>

namespace onsale::system {

extern const DatabaseKind mysql_database;

struct MySqlOptions {
  engine::Distribution fsync = engine::Distribution::constant(0); ///< one flush of redo or binary log
  engine::Distribution commit_cpu;
  /// SET autocommit=0 before and =1 after each transaction, as drivers do unless told that the pool has switched it
  /// off: the CPU of each. None: no such statements.
  std::optional<engine::Distribution> set_autocommit_cpu;
  double buffer_pool_miss_ratio = 0;
  engine::Distribution page_read; ///< one page from disk
};

MySqlOptions read_mysql(config::Object object, const Variation& variation);

/// Fsyncs of one group of commits.
int flushes_of(const MySqlSettings& settings);

class Mysql final : public Database {
public:
  explicit Mysql(System& system);
  engine::Task<> commit(Work& work) override;
  void apply(const ServerSettings& settings) override;
  /// Of the first primary.
  const GroupCommit& redo_log() const { return static_cast<const Node&>(*primaries_.front()).redo_log; }

private:
  struct Node final : DatabaseNode {
    Node(engine::Simulation& simulation, Host& host, std::string disk_name, const engine::RandomFamily& flushes,
         const GroupCommit::Options& log)
        : DatabaseNode(simulation, host, std::move(disk_name)), redo_log(simulation, flushes, log)
    {
    }
    GroupCommit redo_log;
  };
  std::unique_ptr<DatabaseNode> make_node(Host& host, const std::string& disk_name) override;
  void slow_log(DatabaseNode& node, double slowdown) override;

  engine::RandomFamily flushes_;
};

Resource row_locks(const SystemOptions& options);
/// @param name  `mysql disk`, `replica 1 disk`
Resource database_disk(const SystemOptions& options, const std::string& name);

} // namespace onsale::system
