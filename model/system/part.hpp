/// What a part of the system tells of itself to all who ask every part: readers, schema, reference, operations, study.
#pragma once

#include "model/config/object.hpp"
#include "model/config/setting_spec.hpp"
#include "model/system/resource.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/time.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::system {

struct CauseKind;
class FlowReader;
class Instance;
struct StepKind;
class System;
struct SystemOptions;
struct Variation;

/// Done to the system when the fault begins, undone when it ends. Faults may overlap: factors multiply, terms add up.
using FaultEffect = std::function<void(System& system, bool begins)>;

/// A kind of fault as scenarios write it: `- {fault: redis slow, factor: 10, from: 60s}`.
struct FaultKind {
  std::string_view name;
  std::string_view says;
  FaultEffect (*read)(config::Object& object, const SystemOptions& system) = nullptr; ///< its own keys
};

/// Carries an action out; takes `takes` from the decision to the effect.
using ActionEffect = std::function<engine::Task<>(System& system, engine::Duration takes)>;

/// A kind of operators' action: `- {do: add replica, count: 2, at: 60s}`.
struct ActionKind {
  std::string_view name;
  std::string_view says;
  ActionEffect (*read)(config::Object& object, const SystemOptions& system) = nullptr; ///< its own keys
};

/// An effect that comes at once when the time that the action takes is over.
ActionEffect at_once(std::function<void(System& system)> effect);

/// A figure that is watched second by second: `hikari-pending > 50 for 30s`.
struct MetricKind {
  enum class Rate : std::uint8_t {
    gauge,      ///< `total` as it is
    per_second, ///< how fast `total` grows
    per_minute, ///< the same
    ratio       ///< growth of `total` over growth of `whole`
  };
  std::string_view name;
  std::string_view says;
  Rate rate = Rate::gauge;
  double (*total)(const System& system) = nullptr;
  double (*whole)(const System& system) = nullptr; ///< of a ratio
  double (*per)(const System& system) = nullptr;   ///< divides what comes out
  double (*none)(const System& system) = nullptr;  ///< a ratio of nothing; 0 unless told
};

/// What a part is told by a scenario, beside its settings.
struct PartOptions {
  PartOptions() = default;
  PartOptions(const PartOptions&) = delete;
  PartOptions& operator=(const PartOptions&) = delete;
  virtual ~PartOptions() = default;
};

/// A part at work that nobody but its own steps, faults and figures knows.
class RunningPart {
public:
  RunningPart() = default;
  RunningPart(const RunningPart&) = delete;
  RunningPart& operator=(const RunningPart&) = delete;
  virtual ~RunningPart() = default;

  /// A process of the application has begun to work, beside those that were there when the part was made.
  virtual void started(Instance&) {}
  /// It has ended, in order or by a kill; its requests have ended before.
  virtual void stopped(Instance&, bool /*in_order*/) {}
};

/// Of the parts that read a section of their own.
using PartSections = std::map<std::string_view, std::shared_ptr<const PartOptions>>; ///< [names]

struct PartKind {
  std::string_view name;
  std::vector<config::SettingSpec> (*settings)() = nullptr;
  std::vector<const FaultKind*> faults = {};
  std::vector<const ActionKind*> actions = {};
  std::vector<const MetricKind*> metrics = {};
  std::vector<const StepKind*> steps = {}; ///< beside those of step_list.cpp
  std::vector<const CauseKind*> causes = {};
  /// Those that a system has from the start.
  void (*resources)(const SystemOptions& options, std::vector<Resource>& all) = nullptr;
  /// Its section of a scenario, for a part that is none of System's members.
  std::shared_ptr<const PartOptions> (*read)(config::Object& scenario, const Variation& variation) = nullptr;
  std::unique_ptr<RunningPart> (*make)(System& system, const PartOptions& options) = nullptr;
  /// Its section with flows that no request walks: read when the endpoints are, of which it may add some.
  void (*read_flows)(config::Object& scenario, FlowReader& reader, SystemOptions& options) = nullptr;
};

/// The parts, in the order in which a request meets them.
const std::vector<const PartKind*>& parts();

/// Of all parts: CPUs first, then in the order in which a request meets them.
std::vector<Resource> resources(const SystemOptions& options);
std::vector<const FaultKind*> fault_kinds();
std::vector<const ActionKind*> action_kinds();
std::vector<const MetricKind*> metric_kinds();
std::vector<const CauseKind*> cause_kinds();

} // namespace onsale::system
