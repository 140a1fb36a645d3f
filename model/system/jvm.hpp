/// The JVM as its threads see it: allocation fills eden, a full eden stops the process, cold code costs more.
#pragma once

#include "model/system/system_options.hpp"
#include "sim/engine/processor_sharing.hpp"
#include "sim/engine/simulation.hpp"

#include <cstdint>
#include <vector>

namespace onsale::system {

class Jvm {
public:
  /// @param group  the process's group on its host: frozen during a pause
  Jvm(engine::Simulation& simulation, engine::ProcessorSharing& cpu, engine::ProcessorSharing::Group group,
      const engine::RandomFamily& draws, const JvmOptions& options, double heap_bytes, std::size_t endpoints);
  Jvm(const Jvm&) = delete;
  Jvm& operator=(const Jvm&) = delete;

  /// A request allocates; the allocation that finds eden full begins the pause.
  void allocate(double bytes);

  /// What CPU work of this endpoint costs now, in units of warm code; counts the request.
  double code_factor(std::size_t endpoint)
  {
    if (options_.cold_factor <= 1)
      return 1;
    return cold_code_factor(endpoint);
  }

  bool paused() const { return paused_; }
  std::uint64_t pauses() const { return pauses_; }
  double paused_s() const { return paused_s_; }
  double eden_bytes() const { return eden_bytes_; }

private:
  double cold_code_factor(std::size_t endpoint);
  void pause_ends();

  engine::Simulation& simulation_;
  engine::ProcessorSharing& cpu_;
  engine::ProcessorSharing::Group group_;
  const engine::RandomFamily& draws_;
  JvmOptions options_;
  double eden_bytes_;
  double used_bytes_ = 0;
  bool paused_ = false;
  std::uint64_t pauses_ = 0;
  double paused_s_ = 0;
  engine::Timer pause_end_;
  std::vector<std::uint64_t> requests_; // [endpoint] served so far, for warm-up
};

} // namespace onsale::system
