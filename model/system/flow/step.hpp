/// Steps of flows: what a request, or a job, does one after the other. A kind of step tells everything about itself in
/// its own file; step_list.cpp lists the kinds.
#pragma once

#include "model/config/value.hpp"
#include "model/system/flow/anatomy.hpp"
#include "sim/engine/process.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onsale::system {

class DemandWalk;
class FlowReader;
struct Work;

/// What a step asks for when it is its turn: nothing that takes time, CPU time of the process, a wait for somebody
/// else, a longer story, or a question whose answer the step is told. The first three need no coroutine frame.
class [[nodiscard]] Progress {
public:
  static Progress done() { return Progress(Kind::done, 0); }
  static Progress cpu(double demand_s) { return Progress(Kind::cpu, demand_s); }
  static Progress sleep(double time_s) { return Progress(Kind::sleep, time_s); }
  Progress(engine::Task<> story)
      : kind_(Kind::story), story_(std::move(story)) {} // NOLINT(google-explicit-constructor)
  Progress(engine::Task<bool> question)                 // NOLINT(google-explicit-constructor)
      : kind_(Kind::question), question_(std::move(question))
  {
  }

  enum class Kind : std::uint8_t { done, cpu, sleep, story, question };
  Kind kind() const { return kind_; }
  double time_s() const { return time_s_; }
  engine::Task<> story() { return *std::move(story_); }
  engine::Task<bool> question() { return *std::move(question_); }

private:
  Progress(Kind kind, double time_s) : kind_(kind), time_s_(time_s) {}
  Kind kind_;
  double time_s_ = 0;
  std::optional<engine::Task<>> story_;
  std::optional<engine::Task<bool>> question_;
};

/// How a step is drawn, and where the flow may go on after it.
struct StepPicture {
  std::string label;
  bool decides = false; ///< a diamond instead of a box
  bool goes_on = true;  ///< with the next step
  struct Edge {
    std::size_t to = 0;
    std::string label;
  };
  std::vector<Edge> edges = {}; ///< besides
};

/// What a step keeps in the memory of one process of the application; gone with the process.
struct StepMemory {
  StepMemory() = default;
  StepMemory(const StepMemory&) = delete;
  StepMemory& operator=(const StepMemory&) = delete;
  virtual ~StepMemory() = default;
};

/// One step, read and ready to run. Never changes during a run; what happens to one request is in its Work.
class Step {
public:
  Step() = default;
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;
  virtual ~Step() = default;

  /// Carries it out. Where to go on, if not with the next step, is set in work.at; a failure by Work::refuse.
  virtual Progress run(Work& work) const = 0;
  /// The answer to the question that it asked.
  virtual void answered(Work&, bool) const {}
  /// What it takes of each resource when all goes well, on average.
  virtual void demand(DemandWalk& walk) const = 0;
  virtual StepPicture picture() const = 0;
  /// Where the time goes that it takes, as far as it does not book it itself.
  virtual Part part() const { return Part::cpu; }
  /// The resource that it takes until the end of a transaction or of the request; empty: none.
  virtual std::string_view takes() const { return {}; }
};

/// A kind of step as scenarios write it: `- delay: 5ms`.
struct StepKind {
  std::string_view name;
  std::string_view says;
  void (*read)(FlowReader& reader, const config::Value& content);
};

/// In the order in which references show them.
const std::vector<const StepKind*>& step_kinds();

/// Steps in their order; some go on elsewhere than with the next.
using Flow = std::vector<std::shared_ptr<const Step>>;

} // namespace onsale::system
