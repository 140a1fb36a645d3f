/// Where a process of the application runs, for the parts of it.
#pragma once

#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/simulation.hpp"

#include <cstddef>

namespace onsale::system {

struct Place {
  engine::Simulation& simulation;
  engine::Cpu& cpu;
  engine::Cpu::ProcessId process;
  std::size_t instance; ///< from 1
};

} // namespace onsale::system
