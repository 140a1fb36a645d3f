#include "model/config/wording.hpp"
#include "model/k6/journey/journey_graph.hpp"

#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <boost/graph/reverse_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <span>
#include <vector>

namespace onsale::k6 {
namespace {

/// For each vertex, whether some way leads there from a start.
template <class Graph> std::vector<bool> reached(const Graph& graph, const std::vector<std::size_t>& starts)
{
  std::vector<boost::default_color_type> colours(num_vertices(graph), boost::white_color);
  boost::queue<std::size_t> queue;
  boost::breadth_first_visit(graph, starts.begin(), starts.end(), queue, boost::default_bfs_visitor(),
                             boost::make_iterator_property_map(colours.begin(), get(boost::vertex_index, graph)));
  std::vector<bool> result;
  std::ranges::transform(colours, std::back_inserter(result), [](auto colour) { return colour != boost::white_color; });
  return result;
}

/// What the user wrote, as against the jumps that hold it together.
bool is_written(Op op)
{
  return op != Op::jump and op != Op::loop_next and op != Op::group_end and op != Op::end;
}

void check_all_reached(const StepGraph& graph, const Program& program, config::Faults& faults)
{
  const auto is_reached = reached(graph, {0});
  for (std::size_t i = 0; i < program.code.size(); ++i)
    if (not is_reached[i] and is_written(program.code[i].op)) {
      faults.add(program.notes[i].place, "this step is never reached: every way to it stops before");
      return; // what follows is unreachable for the same reason
    }
}

/// Whether anything between two instructions may change what a term looks at.
bool may_change(const Term& term, std::span<const Instruction> body)
{
  return std::ranges::any_of(body, [&](const Instruction& at) {
    switch (term.operand) {
    case Term::Operand::variable:
      return (at.op <= Op::keep) and at.name == term.name; // set to keep are the ops that set a variable
    case Term::Operand::check_failed:
      return at.op == Op::check;
    default:
      return at.op == Op::request or at.op == Op::next_answer;
    }
  });
}

/// Whether the condition that ends a loop can become true by going round once more.
bool can_end(const Program& program, std::uint32_t back)
{
  const auto way_out = program.notes[back].way_out;
  if (not way_out)
    return true;
  const auto begin = program.code[back].target;
  const auto body = std::span(program.code).subspan(begin, back - begin);
  const auto [first, count] = program.conditions[program.code[*way_out].index];
  return std::ranges::any_of(std::span(program.terms).subspan(first, count),
                             [&](const Term& term) { return may_change(term, body); });
}

void check_ends(StepGraph graph, const Program& program, config::Faults& faults)
{
  std::vector<std::size_t> ends;
  for (std::uint32_t i = 0; i < program.code.size(); ++i) {
    if (program.code[i].op == Op::end)
      ends.push_back(i);
    if (not can_end(program, i))
      remove_edge(*program.notes[i].way_out, program.code[*program.notes[i].way_out].target, graph);
  }
  const auto leads_to_end = reached(make_reverse_graph(graph), ends);
  for (std::size_t i = 0; i < program.code.size(); ++i)
    if (const auto way_out = program.notes[i].way_out; way_out and not leads_to_end[i]) {
      faults.add(program.notes[i].place, fmt::format("this loop never ends: nothing inside it changes what {} looks at",
                                                     config::in_quotes(program.notes[*way_out].label)));
      return;
    }
}

bool takes_time(const Program& program, const Instruction& at)
{
  if (at.op == Op::sleep)
    return program.ranges[at.index].low > 0;
  return at.op == Op::request or at.op == Op::batch or
         (at.op == Op::sleep_random and program.ranges[at.index].high > 0);
}

void check_time_passes(const StepGraph& graph, const Program& program, config::Faults& faults)
{
  // Without the steps that take time, and without the loops that are counted, no cycle may be left.
  const auto is_free = [&](std::size_t i) { return not takes_time(program, program.code[i]); };
  const auto is_uncounted = [&](const StepGraph::edge_descriptor& edge) {
    const auto& from = program.code[source(edge, graph)];
    return from.op != Op::loop_next or target(edge, graph) != from.target;
  };
  const boost::filtered_graph instant(graph, std::function<bool(StepGraph::edge_descriptor)>(is_uncounted),
                                      std::function<bool(std::size_t)>(is_free));
  std::vector<std::size_t> component(program.code.size());
  boost::strong_components(instant,
                           boost::make_iterator_property_map(component.begin(), get(boost::vertex_index, graph)));
  std::map<std::size_t, std::size_t> first_of;
  for (std::size_t i = 0; i < program.code.size(); ++i)
    if (is_free(i) and not first_of.emplace(component[i], i).second) {
      faults.add(program.notes[first_of[component[i]]].place,
                 "this loop may go on forever without a request or a pause; give it max_tries or a sleep");
      return;
    }
}

} // namespace

void check_journey(const Program& program, config::Faults& faults)
{
  const auto graph = instruction_graph(program);
  check_all_reached(graph, program, faults);
  check_ends(graph, program, faults);
  check_time_passes(graph, program, faults);
}

} // namespace onsale::k6
