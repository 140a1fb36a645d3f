/// What requests may have to wait for, as an object that tells everything about itself.
#pragma once

#include "sim/engine/cpu/cpu_options.hpp"
#include "sim/engine/station.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::system {

/// One figure of the scenario that makes more of a resource.
struct Widening {
  std::string path;     ///< as `--set` names it
  double now = 0;       ///< its value, of times in seconds
  bool is_time = false; ///< the shorter the better; else the more the better
};

/// How Micrometer calls what a resource measures. Empty: it has no such figure.
struct GaugeNames {
  std::string label = {}; ///< `pool`
  std::string label_value = {};
  std::string busy = {};
  std::string waiting = {};
  std::string most = {};
  std::string utilisation = {};
};

struct Resource {
  enum class Kind : std::uint8_t {
    works, ///< what it does is the work itself: CPUs, disks, Redis's thread
    held,  ///< taken for a while: connections, threads
    lock   ///< held by one at a time: more of it cannot be had, only less use of it
  };

  std::string id;           ///< `hikari pool`
  std::size_t instance = 1; ///< of the application, from 1
  Kind kind = Kind::works;
  std::string part = {}; ///< of the system that has it: `hikari`
  std::string host = {}; ///< that it is on, or empty
  int depth = 0;         ///< how far from the work itself: waiting for a lower one keeps a higher one busy
  engine::CpuCapacity capacity{.cores = 0}; ///< at the start; no cores: unlimited
  bool of_each_process = false;             ///< of the application: there is one more with each
  bool admits = false;                      ///< who waits for it has not sent a request yet
  std::vector<Widening> wider = {};
  std::vector<std::string> steps = {}; ///< kinds of steps in flows whose times are its work
  GaugeNames gauges = {};

  /// Unique in a run; names carry the instance from the second on: `hikari pool 2`.
  std::string name() const;
  /// Works by itself, not on a CPU of the system.
  bool is_device() const { return kind == Kind::works && depth == 0; }
  /// The setting that widens what is held; empty: there is none.
  std::string_view setting() const;
};

std::string_view to_string(Resource::Kind kind);

struct ResourceReport {
  Resource resource;
  engine::StationReport figures; ///< of the same name
};

} // namespace onsale::system
