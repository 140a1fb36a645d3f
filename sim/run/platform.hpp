/// The SimGrid side of a run: the platform of hosts, and the actors that work at human pace.
#pragma once

#include "model/system/host/host_options.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/simgrid_coupling.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace simgrid::s4u {
class Host;
}

namespace onsale::run {

/// SimGrid's engine, with one host for each of the system's. Once in each operating-system process.
class Platform {
public:
  explicit Platform(const std::vector<system::HostOptions>& hosts);
  Platform(const Platform&) = delete;
  Platform& operator=(const Platform&) = delete;

  /// A fixedDelay job: runs every `delay` after the end of its last run, on the host with this number.
  void add_job(const char* name, std::size_t host, engine::Duration delay, std::function<void()> job);

  /// The same for a job that takes simulated time: the delay counts from the end of the task.
  void add_job(const char* name, std::size_t host, engine::Duration delay, engine::Simulation& simulation,
               std::function<engine::Task<>()> job);

private:
  std::vector<simgrid::s4u::Host*> hosts_;
};

} // namespace onsale::run
