// All that is known of `branch`.
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/flow/operand.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/work.hpp"

#include <sstream>
#include <string>

namespace onsale::system {
namespace {

struct BranchStep final : Step {
  enum class Compare : std::uint8_t { equal, not_equal, less, greater };

  /// Texts are the same or not; what is no number is neither less nor greater than any.
  bool holds(const Registers& registers) const
  {
    const http::Value& a = left.of(registers);
    const http::Value& b = right.of(registers);
    if (a.kind() == http::Value::Kind::text && b.kind() == http::Value::Kind::text)
      return compare == (a.as_text() == b.as_text() ? Compare::equal : Compare::not_equal);
    switch (compare) {
    case Compare::equal:
      return a.as_number() == b.as_number();
    case Compare::not_equal:
      return a.as_number() != b.as_number();
    case Compare::less:
      return a.as_number() < b.as_number();
    case Compare::greater:
      return a.as_number() > b.as_number();
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

  Operand left{Register::position};
  Compare compare = Compare::equal;
  Operand right{Register::position};
  std::size_t otherwise = 0;
};

/// `position == 0`, `coupon != 'NONE'`
void read_condition(FlowReader& reader, config::Object& object, BranchStep& branch)
{
  const auto condition = object.value("when", "`value ==|!=|<|> value`: of the request, a number or a 'text'");
  std::istringstream words(object.text("when"));
  std::string left;
  std::string compare;
  std::string right;
  words >> left >> compare >> right;
  const bool complete = not words.fail() && (words >> std::ws).eof();
  const bool known = compare == "==" || compare == "!=" || compare == "<" || compare == ">";
  if (not condition || not complete || not known) {
    object.fault("when", "expected `value ==|!=|<|> value`");
    return;
  }
  if (const auto operand = reader.operand(*condition, left))
    branch.left = *operand;
  if (const auto operand = reader.operand(*condition, right))
    branch.right = *operand;
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
  read_condition(reader, object, branch);
  reader.steps(object.list("then", {.says = "steps if it is so"}));
  JumpStep& skip = reader.emit<JumpStep>();
  branch.otherwise = reader.here();
  reader.steps(object.list("else", {.says = "steps if not"}));
  skip.target = reader.here();
  object.finish();
}

} // namespace

const StepKind branch_step{.name = "branch", .says = "steps that depend on a value", .read = read_branch};

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
