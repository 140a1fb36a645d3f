/// Limits of the containers that the processes run in: `containers:` of a scenario.
#pragma once

#include "model/system/host/host_options.hpp"
#include "model/system/part.hpp"
#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/time.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

namespace onsale::system {

extern const PartKind container_part;

/// One container. Of the server: one for each process of the application.
struct ContainerOptions {
  double cpus = 0;                  ///< CPU time over each period, in units of the period; 0: no limit
  engine::Duration cpu_period{0.1}; ///< cpu.cfs_period_us
  double memory_bytes = 0;          ///< beyond it the kernel kills the process; 0: no limit
  double non_heap_bytes = 0;        ///< of a JVM: metaspace, code cache, the collector's own, buffers
  double stack_bytes = 0;           ///< of a JVM: what each thread has touched of its stack
  bool restarts = true;             ///< a process that was killed is started again
  engine::Duration start_up{};      ///< from there until it answers
};

struct ContainersOptions final : PartOptions {
  std::array<std::optional<ContainerOptions>, role_count> of; ///< [roles]
};

/// The process's container; nullptr: it has none.
const ContainerOptions* container_of(const SystemOptions& options, Role role);

/// One more process on the host, in the container of its role if there is one.
engine::Cpu::ProcessId add_process(engine::Cpu& cpu, std::string name, const SystemOptions& options, Role role);

/// Processors that the JVM of the server counts: those of its host, or the limit rounded up (JDK 17,
/// CgroupSubsystem::active_processor_count).
double processors_of_jvm(const SystemOptions& options, double host_cores);
/// Threads that it collects with: of more than 8 processors five eighths of the others (ParallelGCThreads).
inline double collectors_of_jvm(double processors)
{
  return processors <= 8 ? processors : std::floor(8 + (processors - 8) * 5 / 8);
}
/// Whether the JVM collects with one thread: it does with fewer than two processors or less than 1792 MB
/// (os::is_server_class_machine). The host's memory counts only where a container limits it.
bool collects_serially(const SystemOptions& options, double host_cores);

/// CPU time that the container of a role may have; no capacity: it has no limit.
Resource cpu_limit(const SystemOptions& options, Role role, std::size_t instance);

} // namespace onsale::system
