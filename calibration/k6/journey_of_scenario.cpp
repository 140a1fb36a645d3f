#include "calibration/k6/journey_of_scenario.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

namespace onsale::calibration {
namespace {

using k6::Instruction;
using k6::Op;
using k6::Program;

/// What one instruction adds.
using Amount = std::function<Interval(const Program&, const Instruction&)>;

Interval hull(const Interval& a, const Interval& b)
{
  return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

bool may_jump(Op op)
{
  return op == Op::jump || op == Op::jump_if || op == Op::jump_unless || op == Op::jump_unless_drawn ||
         op == Op::draw_unique;
}

/// Sums over all ways through the program, from its end to its start: jumps go forward but for those of loops, whose
/// further rounds add what has no bound.
Interval sum_of(const Program& program, const Amount& amount)
{
  const auto& code = program.code;
  std::vector<Interval> after(code.size() + 1); // [instructions] from there on
  for (std::size_t at = code.size(); at-- > 0;) {
    const Instruction& each = code[at];
    const Interval here = amount(program, each);
    Interval rest = each.op == Op::end ? Interval{} : after[at + 1];
    if (may_jump(each.op) && each.target > at)
      rest = each.op == Op::jump ? after[each.target] : hull(rest, after[each.target]);
    if (each.target <= at && (each.op == Op::loop_next || may_jump(each.op))) {
      bool adds = false;
      for (std::size_t inside = each.target; inside <= at; ++inside)
        adds = adds || amount(program, code[inside]).high > 0;
      if (adds)
        rest.high = unbounded;
    }
    after[at] = here + rest;
  }
  return after.front();
}

Interval requests_in(const Program& /*program*/, const Instruction& each)
{
  return exactly(each.op == Op::request || each.op == Op::gather ? 1 : 0);
}

Interval checks_in(const Program& /*program*/, const Instruction& each)
{
  return exactly(each.op == Op::check ? 1 : 0);
}

Interval sleeps_in(const Program& program, const Instruction& each)
{
  if (each.op == Op::sleep)
    return exactly(program.ranges[each.index].low);
  if (each.op == Op::sleep_random)
    return {program.ranges[each.index].low, program.ranges[each.index].high};
  return exactly(0);
}

} // namespace

JourneyFacts facts_of(const k6::Journeys& journeys, const k6::Options& options)
{
  JourneyFacts facts;
  facts.setup_known = true;
  facts.published = true;
  std::vector<const k6::Journey*> used;
  for (const k6::ScenarioOptions& scenario : options.scenarios)
    if (const k6::Journey* journey = journeys.find(scenario.exec);
        journey != nullptr && std::ranges::find(used, journey) == used.end())
      used.push_back(journey);
  for (const k6::Journey* journey : used) {
    const bool first = journey == used.front();
    const auto add = [&](Interval& all, const Interval& one) { all = first ? one : hull(all, one); };
    add(facts.requests, sum_of(journey->steps, requests_in));
    add(facts.sleeps_s, sum_of(journey->steps, sleeps_in));
    add(facts.checks, sum_of(journey->steps, checks_in));
    if (journey->setup)
      facts.setup_requests = facts.setup_requests + exactly(static_cast<double>(journey->setup->repeat)) *
                                                        sum_of(journey->setup->steps, requests_in);
  }
  return facts;
}

} // namespace onsale::calibration
