/// A database that a commit writes a log for: MySQL, PostgreSQL.
#pragma once

#include "model/system/database/database.hpp"
#include "model/system/database/group_commit.hpp"
#include "sim/engine/random.hpp"

#include <memory>
#include <string>

namespace onsale::system {

/// Transactions that commit at the same time share a flush; how many fsyncs it takes is the kind's.
class LoggedDatabase final : public Database {
public:
  LoggedDatabase(System& system, const DatabaseKind& kind);
  engine::Task<> commit(Work& work) override;
  void apply(const ServerSettings& settings) override;
  /// Of the first primary.
  const GroupCommit& redo_log() const { return static_cast<const Node&>(*primaries_.front()).redo_log; }

private:
  struct Node final : DatabaseNode {
    Node(engine::Simulation& simulation, Host& host, engine::Cpu::ProcessId process, std::string disk_name,
         const engine::RandomFamily& flushes, const GroupCommit::Options& log)
        : DatabaseNode(simulation, host, process, std::move(disk_name)), redo_log(simulation, flushes, log)
    {
    }
    GroupCommit redo_log;
  };
  std::unique_ptr<DatabaseNode> make_node(Host& host, const std::string& disk_name) override;
  void slow_log(DatabaseNode& node, double slowdown) override;

  engine::RandomFamily flushes_;
};

// What a statement and a commit ask for when all goes well.
void statement_demand(DemandWalk& walk, const Query& query);
void commit_demand(DemandWalk& walk);

} // namespace onsale::system
