/// k6's garbage collector: Go marks what is alive while the virtual users go on, with the threads that they leave it.
#pragma once

#include "model/config/object.hpp"
#include "sim/engine/cpu/thread_group.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/simulation.hpp"

#include <cstddef>
#include <cstdint>

namespace onsale::system {

/// `client.collector` of a scenario. The heap of a script with n users is `live_bytes` + n x `live_per_user_bytes`.
struct GoCollectorOptions {
  double allocates_bytes = 0; ///< by a request with its metrics; 0: nothing is collected
  double live_bytes = 0;
  double live_per_user_bytes = 0;
  double mark_cpu_s = 0;        ///< of a collection, whatever is alive
  double mark_cpu_s_per_gb = 0; ///< and for each GB that is alive
};

GoCollectorOptions read_go_collector(config::Object object);

/// A collection begins when as much has been allocated since the last as was alive (GOGC=100, runtime/mgcpacer.go). It
/// has a worker for each of GOMAXPROCS, which takes turns with the goroutines of the users and computes alone when
/// there are none (idle workers, runtime/mgc.go): for a tenth of a second it wants all cores, every few seconds.
class GoCollector {
public:
  /// @param threads  k6's, `workers` of them; all must outlive it
  GoCollector(engine::Simulation& simulation, engine::ThreadGroup& threads, const GoCollectorOptions& options,
              std::size_t workers);
  GoCollector(const GoCollector&) = delete;
  GoCollector& operator=(const GoCollector&) = delete;

  /// A request of this user.
  void allocate(std::uint32_t user)
  {
    if (options_.allocates_bytes > 0)
      count(user);
  }
  std::uint64_t collections() const { return collections_; }

private:
  void count(std::uint32_t user);
  static engine::Process mark(GoCollector& collector);

  engine::Simulation& simulation_;
  engine::ThreadGroup& threads_;
  const GoCollectorOptions& options_;
  std::size_t workers_;
  std::uint32_t users_ = 0; // that have begun; what they hold stays
  double allocated_bytes_ = 0;
  double left_s_ = 0; // of the marking, not yet begun
  std::size_t marking_ = 0;
  std::uint64_t collections_ = 0;
};

} // namespace onsale::system
