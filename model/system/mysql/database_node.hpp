/// One server of the database: its CPU, its disk, its log.
#pragma once

#include "model/system/mysql/group_commit.hpp"
#include "sim/engine/fifo_server.hpp"
#include "sim/engine/cpu/processor_sharing.hpp"

#include <string>
#include <utility>

namespace onsale::system {

struct DatabaseNode {
  /// @param cpu  of the host; must outlive the node
  DatabaseNode(engine::Simulation& simulation, engine::ProcessorSharing& its_cpu, std::string disk_name,
               const engine::RandomFamily& flushes, const GroupCommit::Options& log)
      : cpu(its_cpu), group(its_cpu.add_group("mysql")), disk(simulation, {std::move(disk_name), 1}),
        redo_log(simulation, flushes, log)
  {
  }

  auto serve(double demand_s) { return cpu.serve(engine::seconds(demand_s), group); }

  engine::ProcessorSharing& cpu;
  engine::ProcessorSharing::Group group;
  engine::FifoServer disk;
  GroupCommit redo_log;
};

} // namespace onsale::system
