/// Containers at work: CPU limits that throttle, memory limits whose breach the kernel answers with a kill.
#pragma once

#include "model/system/container/container_options.hpp"
#include "model/system/resource.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace onsale::system {

class Instance;
class System;

/// Memory of a JVM as its container counts it: what the heap has ever touched, threads' stacks, what is outside of
/// both. A kill ends the process as any other does; the next is started at once, after repeated kills with Kubernetes'
/// back-off (10 s, doubled up to 5 minutes, from anew after 10 minutes without one).
///
///   memory  |  non-heap | stacks of threads | heap, as far as it was ever used | leaked outside of the heap |
class Containers final : public RunningPart {
public:
  /// @param options  must outlive it
  Containers(System& system, const ContainersOptions& options);

  /// A request has allocated: the kernel ends the process if that was too much.
  void grown(Instance& instance);
  /// Limits from now on, of all containers of the role; 0: as it was.
  void limit(Role role, double cpus, double memory_bytes);
  double memory_bytes(const Instance& instance) const;
  double memory_limit_bytes() const { return memory_limit_bytes_; }
  std::uint64_t kills() const { return kills_; }

  double native_leak_bytes_per_request = 0; ///< by faults

private:
  /// Of one process of the application.
  struct Kept {
    double leaked_bytes = 0;
    bool dying = false;
    std::uint32_t kills = 0; // without ten quiet minutes between
    engine::Time last_kill{};
  };
  static engine::Process kill(Containers& containers, Instance& instance);
  engine::Duration back_off(Kept& kept) const;
  Kept& kept_of(const Instance& instance);

  System& system_;
  const ContainersOptions& options_;
  double memory_limit_bytes_;
  std::vector<Kept> kept_; // [number of the instance, from 0]
  std::uint64_t kills_ = 0;
};

/// What the container of this process uses of its CPU limit reports from now on, if it has one.
void watch_cpu_limit(System& system, Role role, std::size_t instance, engine::Cpu& cpu, engine::Cpu::ProcessId process);

} // namespace onsale::system
