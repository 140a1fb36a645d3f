// All that is known of `branch`.
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/work.hpp"

#include <sstream>

namespace onsale::system {
namespace {

struct BranchStep final : Step {
  enum class Compare : std::uint8_t { equal, not_equal, less, greater };

  bool holds(const Registers& registers) const
  {
    const double value = registers[left].as_number();
    switch (compare) {
    case Compare::equal:
      return value == right;
    case Compare::not_equal:
      return value != right;
    case Compare::less:
      return value < right;
    case Compare::greater:
      return value > right;
    }
    return false;
  }
  Progress run(Work& work) const override
  {
    if (not holds(work.registers))
      work.at = otherwise;
    return Progress::done();
  }
  void demand(DemandWalk& walk) const override { walk.set_undecided(); } // goes on as if it held
  StepPicture picture() const override { return {.label = "branch", .decides = true, .edges = {{otherwise, "else"}}}; }

  Register left = Register::position;
  Compare compare = Compare::equal;
  double right = 0;
  std::size_t otherwise = 0;
};

/// `position == 0`
void read_condition(config::Object& object, BranchStep& branch)
{
  std::istringstream words(object.text("when", {.says = "`register ==|!=|<|> number`"}));
  std::string left;
  std::string compare;
  words >> left >> compare >> branch.right;
  const bool complete = not words.fail() && (words >> std::ws).eof();
  const auto name = register_from_name(left);
  const bool known = compare == "==" || compare == "!=" || compare == "<" || compare == ">";
  if (not complete || not name || not known)
    object.fault("when", "expected `register ==|!=|<|> number`");
  branch.left = name.value_or(Register::position);
  using Compare = BranchStep::Compare;
  branch.compare = compare == "=="   ? Compare::equal
                   : compare == "!=" ? Compare::not_equal
                   : compare == "<"  ? Compare::less
                                     : Compare::greater;
}

/// `{when: position == 0, then: [..], else: [..]}`
void read_branch(FlowReader& reader, const config::Value& content)
{
  config::Object object = content.object();
  BranchStep& branch = reader.emit<BranchStep>();
  read_condition(object, branch);
  reader.steps(object.list("then", {.says = "steps if it is so"}));
  JumpStep& skip = reader.emit<JumpStep>();
  branch.otherwise = reader.here();
  reader.steps(object.list("else", {.says = "steps if not"}));
  skip.target = reader.here();
  object.finish();
}

} // namespace

const StepKind branch_step{.name = "branch", .says = "steps that depend on a register", .read = read_branch};

Progress JumpStep::run(Work& work) const
{
  work.at = target;
  return Progress::done();
}

void JumpStep::demand(DemandWalk& walk) const
{
  walk.go_on_at(target);
}

StepPicture JumpStep::picture() const
{
  return {.label = "jump", .goes_on = false, .edges = {{target, ""}}};
}

} // namespace onsale::system
