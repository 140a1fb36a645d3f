/// A journey as a graph: a customer behaviour model graph (Menasce & Almeida, Capacity Planning for Web Services, 2002,
/// ch. 2). It is checked before the run, drawn, and read as a Markov chain whose visit ratios an analytic model solves.
#pragma once

#include "model/config/faults.hpp"
#include "model/k6/journey/journey_program.hpp"

#include <boost/graph/adjacency_list.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::k6 {

struct StepVertex {
  std::uint32_t instruction = 0;
  Op op = Op::end;
};

struct StepEdge {
  double probability = 1; ///< missing if the journey does not say
  std::string label;      ///< the condition, where there is one
};

using StepGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, StepVertex, StepEdge>;

/// The control flow: vertex i is instruction i, edges go where the next instruction may be.
StepGraph instruction_graph(const Program& program);

/// What a customer does: requests, pauses, decisions and ends alone; vertex 0 is the first of them. Probabilities of
/// leaving a vertex add up to 1, so the graph is the transition matrix of an absorbing Markov chain. A loop of at most
/// n tries of which each ends it with probability p comes back with (1 - 1/m) / (1 - p), so that the chain has the
/// right mean number m = (1 - (1 - p)^n) / p of tries and the right chance (1 - p)^n that all are used up.
/// @param unknown  probability for conditions of which the journey assumes nothing; `missing` leaves them missing
StepGraph behaviour_graph(const Program& program, double unknown = missing);

/// One entry of the transition matrix of a behaviour graph.
struct Transition {
  std::size_t from = 0;
  std::size_t to = 0;
  double probability = 0;
};
std::vector<Transition> transitions(const StepGraph& behaviour);

/// Graphviz source: requests as boxes, pauses rounded, decisions as diamonds, with probabilities where they are known.
std::string to_dot(const StepGraph& behaviour, const Program& program, const JourneyNames& names,
                   std::string_view title);

/// Faults: steps that are never reached; loops that no try can end; loops that may go on forever at one instant.
void check_journey(const Program& program, config::Faults& faults);

} // namespace onsale::k6
