/// Hosts as data, and which process runs on which.
#pragma once

#include "model/config/object.hpp"
#include "sim/engine/cpu/cpu_options.hpp"
#include "sim/engine/distribution.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace onsale::system {

/// Programs of the host that are none of the system's.
struct OtherWorkOptions {
  double share = 0; ///< of one core that they want
  engine::Distribution burst = engine::Distribution::exponential(1e-3);
};

struct HostOptions {
  std::string name;
  engine::CpuCapacity cpu;
  double memory_bytes = 16.0 * 1024 * 1024 * 1024;
  double speed = 1; ///< all CPU demands are divided by it
  /// Cores that its threads take in turn; none: processor sharing.
  std::optional<engine::RunQueueOptions> run_queue;
  OtherWorkOptions other_work;
};

/// The processes that use CPU; each runs on one host, several may share one.
enum class Role : std::uint8_t { server, mysql, redis, k6, count_of };
inline constexpr auto role_count = static_cast<std::size_t>(Role::count_of);
using HostOf = std::array<std::size_t, role_count>; ///< [roles]

/// `hosts:` of a scenario. Without any: one that is called none, and a fault.
std::vector<HostOptions> read_hosts(config::Object& top);
/// `processes:` of a scenario.
HostOf read_processes(config::Object object, const std::vector<HostOptions>& hosts);

} // namespace onsale::system
