/// What else a machine does beside the modelled processes: it has a core now and then, and who wants it meanwhile
/// waits.
#pragma once

#include "model/system/host/host_options.hpp"
#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/random.hpp"
#include "sim/engine/simulation.hpp"

#include <cstdint>

namespace onsale::system {

/// One thread that computes for a burst, then sleeps until a Poisson process calls it again, so that it asks for
/// `share` of a core. Daemons, kernel threads, agents: where the core is idle at times they lengthen a few requests by
/// a burst, as a thread that wakes waits until they have used up their slice; a saturated core they hardly slow down.
class OtherWork {
public:
  /// @param options, family  outlive this
  OtherWork(engine::Simulation& simulation, engine::Cpu& cpu, const OtherWorkOptions& options,
            const engine::RandomFamily& family, std::uint64_t host);
  OtherWork(const OtherWork&) = delete;
  OtherWork& operator=(const OtherWork&) = delete;

private:
  engine::Process run();

  engine::Simulation& simulation_;
  engine::Cpu& cpu_;
  engine::Cpu::Thread thread_;
  const OtherWorkOptions& options_;
  engine::RandomStream draws_;
};

} // namespace onsale::system
