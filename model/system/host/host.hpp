/// The machines: their processors, and what else runs on them.
#pragma once

#include "model/system/host/host_options.hpp"
#include "model/system/host/other_work.hpp"
#include "model/system/resource.hpp"
#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/random.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace onsale::system {

struct PartKind;
extern const PartKind host_part;

class Host {
public:
  Host(engine::Simulation& simulation, const HostOptions& options, const engine::RandomFamily& other_work,
       std::size_t number, bool is_of_scenario);

  /// Programs that are none of the system's begin.
  void start_other_work();
  const HostOptions& options() const { return options_; }
  engine::Cpu& cpu() { return *cpu_; }
  const engine::Cpu& cpu() const { return *cpu_; }
  /// More or fewer cores, in units of what there was.
  void scale(double factor);
  ResourceReport report(engine::Time now) const;

private:
  engine::Simulation& simulation_;
  HostOptions options_;
  const engine::RandomFamily& other_work_draws_;
  std::size_t number_;
  bool is_of_scenario_;
  std::unique_ptr<engine::Cpu> cpu_;
  std::unique_ptr<OtherWork> other_work_;
};

class Hosts {
public:
  Hosts(engine::Simulation& simulation, const std::vector<HostOptions>& options,
        const std::array<std::size_t, role_count>& host_of, std::uint64_t seed, std::uint32_t replication);

  Host& of(Role role) { return *hosts_[host_of_[static_cast<std::size_t>(role)]]; }
  const Host& of(Role role) const { return *hosts_[host_of_[static_cast<std::size_t>(role)]]; }
  /// One more like that of the role as it is now: its discipline, cores and speed.
  Host& add(Role like, const std::string& name);
  const std::vector<std::unique_ptr<Host>>& all() const { return hosts_; }

private:
  engine::Simulation& simulation_;
  engine::RandomFamily other_work_draws_;
  std::array<std::size_t, role_count> host_of_;
  std::vector<std::unique_ptr<Host>> hosts_;
};

Resource host_cpu(const HostOptions& host);

} // namespace onsale::system
