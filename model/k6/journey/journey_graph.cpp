#include "model/k6/journey/journey_graph.hpp"

#include "model/config/units.hpp"

#include <boost/graph/graphviz.hpp>
#include <fmt/format.h>

#include <cmath>
#include <sstream>
#include <utility>

namespace onsale::k6 {
namespace {

bool has_condition(Op op)
{
  return op == Op::jump_if or op == Op::jump_unless or op == Op::jump_unless_drawn or op == Op::draw_unique;
}

/// Whether a customer, or the time a customer takes, shows in it.
bool is_behaviour(Op op)
{
  return op == Op::request or op == Op::gather or op == Op::sleep or op == Op::sleep_random or op == Op::loop_next or
         op == Op::end or has_condition(op);
}

/// Probability that loop_next goes back. @param leaving  that a try ends the loop
double probability_back(const Program& program, const Instruction& at, double leaving)
{
  const auto tries = static_cast<double>(program.code[at.target - 1].index); // loop_start stands before its loop
  if (leaving == 1 or tries == 1)
    return 0;
  const auto mean_tries = leaving == 0 ? tries : (1 - std::pow(1 - leaving, tries)) / leaving;
  return (1 - 1 / mean_tries) / (1 - leaving);
}

double probability_of_target(const Program& program, std::uint32_t index, double unknown)
{
  const auto known = [&](std::uint32_t jump) {
    const auto noted = program.notes[jump].probability;
    return is_missing(noted) ? unknown : noted;
  };
  if (program.code[index].op != Op::loop_next)
    return known(index);
  const auto& way_out = program.notes[index].way_out;
  return probability_back(program, program.code[index], way_out ? known(*way_out) : 0);
}

StepGraph instruction_graph(const Program& program, double unknown)
{
  StepGraph graph(program.code.size());
  for (std::uint32_t i = 0; i < program.code.size(); ++i) {
    const auto& at = program.code[i];
    graph[i] = {i, at.op};
    if (at.op == Op::jump) {
      add_edge(i, at.target, StepEdge{}, graph);
    } else if (at.op == Op::loop_next or has_condition(at.op)) {
      const auto probability = probability_of_target(program, i, unknown);
      const auto jumps_when_false = at.op == Op::jump_unless or at.op == Op::jump_unless_drawn;
      add_edge(i, at.target, StepEdge{probability, jumps_when_false ? "no" : "yes"}, graph);
      add_edge(i, i + 1, StepEdge{1 - probability, jumps_when_false ? "yes" : "no"}, graph);
    } else if (at.op != Op::end) {
      add_edge(i, i + 1, StepEdge{}, graph);
    }
  }
  return graph;
}

std::string shown(double seconds)
{
  return config::format_duration(config::Duration(seconds));
}

std::string label(const Program& program, const JourneyNames& names, std::uint32_t index)
{
  const auto& at = program.code[index];
  const auto& note = program.notes[index];
  switch (at.op) {
  case Op::request:
  case Op::gather:
    return names.requests[program.requests[at.index].name];
  case Op::sleep:
    return "sleep " + shown(program.ranges[at.index].low);
  case Op::sleep_random:
    return fmt::format("sleep {} to {}", shown(program.ranges[at.index].low), shown(program.ranges[at.index].high));
  case Op::loop_next:
    return fmt::format("again, {} at most?", program.code[at.target - 1].index);
  case Op::end:
    return "end";
  default:
    return note.label + "?";
  }
}

std::string_view shape(Op op)
{
  if (op == Op::request or op == Op::gather)
    return "box";
  if (op == Op::sleep or op == Op::sleep_random)
    return "ellipse";
  return op == Op::end ? "doublecircle" : "diamond";
}

} // namespace

StepGraph instruction_graph(const Program& program)
{
  return instruction_graph(program, missing);
}

StepGraph behaviour_graph(const Program& program, double unknown)
{
  const auto full = instruction_graph(program, unknown);
  // A checked journey has no cycle of silent instructions, each of which has one successor: the walk ends.
  const auto next_behaviour = [&](std::size_t at) {
    while (not is_behaviour(full[at].op))
      at = target(*out_edges(at, full).first, full);
    return at;
  };
  StepGraph graph;
  std::vector<std::size_t> vertex_of(program.code.size(), program.code.size());
  std::vector<std::size_t> open;
  const auto vertex = [&](std::size_t at) {
    if (vertex_of[at] == program.code.size()) {
      vertex_of[at] = add_vertex(full[at], graph);
      open.push_back(at);
    }
    return vertex_of[at];
  };
  vertex(next_behaviour(0));
  for (std::size_t done = 0; done < open.size(); ++done) {
    const auto at = open[done];
    for (auto [edge, last] = out_edges(at, full); edge != last; ++edge)
      add_edge(vertex_of[at], vertex(next_behaviour(target(*edge, full))), full[*edge], graph);
  }
  return graph;
}

std::vector<Transition> transitions(const StepGraph& behaviour)
{
  std::vector<Transition> result;
  for (auto [edge, last] = edges(behaviour); edge != last; ++edge)
    result.push_back({source(*edge, behaviour), target(*edge, behaviour), behaviour[*edge].probability});
  return result;
}

std::string to_dot(const StepGraph& behaviour, const Program& program, const JourneyNames& names,
                   std::string_view title)
{
  const auto write_vertex = [&](std::ostream& out, std::size_t vertex) {
    const auto& [instruction, op] = behaviour[vertex];
    out << fmt::format("[shape={}, label={}]", shape(op), boost::escape_dot_string(label(program, names, instruction)));
  };
  const auto write_edge = [&](std::ostream& out, const StepGraph::edge_descriptor& edge) {
    const auto& [probability, text] = behaviour[edge];
    const auto known = text.empty() or is_missing(probability) ? text : fmt::format("{} {:.3g}", text, probability);
    out << fmt::format("[label={}]", boost::escape_dot_string(known));
  };
  const auto write_graph = [&](std::ostream& out) {
    out << "label=" << boost::escape_dot_string(std::string(title)) << ";\n";
  };
  std::ostringstream out;
  write_graphviz(out, behaviour, write_vertex, write_edge, write_graph);
  return out.str();
}

} // namespace onsale::k6
