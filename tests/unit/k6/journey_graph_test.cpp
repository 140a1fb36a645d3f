#include "model/k6/journey/journey_graph.hpp"
#include "tests/unit/k6/journey_fixture.hpp"

#include <gmock/gmock.h>

#include <map>

namespace onsale::k6 {
namespace {

/// Expected visits to each request in one iteration, by iteration of v = e + v P.
std::map<std::string, double> visits(const Journeys& journeys, double unknown = missing)
{
  const auto& program = journeys.all.at(0).steps;
  const auto graph = behaviour_graph(program, unknown);
  const auto steps = transitions(graph);
  std::vector<double> mass(num_vertices(graph), 0.0);
  std::vector<double> total(num_vertices(graph), 0.0);
  mass[0] = 1;
  for (int i = 0; i < 10'000; ++i) {
    std::vector<double> next(mass.size(), 0.0);
    for (std::size_t v = 0; v < mass.size(); ++v)
      total[v] += mass[v];
    for (const auto& [from, to, probability] : steps)
      next[to] += mass[from] * probability;
    mass = next;
  }
  std::map<std::string, double> result;
  for (std::size_t v = 0; v < total.size(); ++v)
    if (graph[v].op == Op::request) {
      const auto& request = program.requests[program.code[graph[v].instruction].index];
      result[journeys.names.endpoints[request.endpoint]] += total[v];
    }
  return result;
}

const char* const poll_then_reserve = R"(
      - poll:
          until: data.position == 0
          max_tries: 3
          assume: 0.5
          steps:
            - request: {endpoint: queue_status}
          between:
            - sleep: 5s
          on_exhausted:
            - stop: iteration
      - request: {endpoint: reserve}
)";

// 1 + 1/2 + 1/4 = 1.75 tries; all three fail with 1/8.
TEST(JourneyGraph, GivesAPollItsMeanTriesAndItsChanceOfExhaustion)
{
  auto ratios = visits(valid_journeys(with_steps(poll_then_reserve)));
  EXPECT_NEAR(ratios["queue_status"], 1.75, 1e-12);
  EXPECT_NEAR(ratios["reserve"], 0.875, 1e-12);
}

// 3 repeats of a request that 1 in 4 customers sends.
TEST(JourneyGraph, MultipliesRepeatsAndBranches)
{
  auto ratios = visits(valid_journeys(with_steps(R"(
      - repeat:
          times: 3
          steps:
            - branch: {probability: 0.25, then: [{request: {endpoint: occupy}}], else: [{request: {endpoint: reserve}}]}
)")));
  EXPECT_NEAR(ratios["occupy"], 0.75, 1e-9);
  EXPECT_NEAR(ratios["reserve"], 2.25, 1e-9);
}

TEST(JourneyGraph, LeavesUnknownProbabilitiesToTheCaller)
{
  const auto journeys = valid_journeys(with_steps(R"(
      - branch: {when: status == 0, then: [{request: {endpoint: occupy}}]}
      - request: {endpoint: reserve}
)"));
  const auto edges = transitions(behaviour_graph(journeys.all[0].steps));
  EXPECT_TRUE(is_missing(edges.front().probability));
  auto ratios = visits(journeys, 0.9); // that the jump is taken, which skips the branch
  EXPECT_NEAR(ratios["occupy"], 0.1, 1e-12);
  EXPECT_NEAR(ratios["reserve"], 1, 1e-12);
}

TEST(JourneyGraph, KeepsOnlyWhatACustomerDoes)
{
  const auto journeys = valid_journeys(with_steps(poll_then_reserve));
  const auto graph = behaviour_graph(journeys.all[0].steps);
  std::vector<Op> ops;
  for (std::size_t v = 0; v < num_vertices(graph); ++v)
    ops.push_back(graph[v].op);
  EXPECT_THAT(ops,
              testing::ElementsAre(Op::request, Op::jump_if, Op::request, Op::sleep, Op::end, Op::loop_next, Op::end));
}

TEST(JourneyGraph, DrawsItselfAsDot)
{
  const auto journeys = valid_journeys(with_steps(poll_then_reserve));
  const auto& program = journeys.all[0].steps;
  EXPECT_EQ(to_dot(behaviour_graph(program), program, journeys.names, "default"), R"(digraph G {
label=default;
0[shape=box, label=queue_status];
1[shape=diamond, label="data.position == 0?"];
2[shape=box, label=reserve];
3[shape=ellipse, label="sleep 5s"];
4[shape=doublecircle, label=end];
5[shape=diamond, label="again, 3 at most?"];
6[shape=doublecircle, label=end];
0->1 [label=""];
1->2 [label="yes 0.5"];
1->3 [label="no 0.5"];
2->4 [label=""];
3->5 [label=""];
5->0 [label="yes 0.857"];
5->6 [label="no 0.143"];
}
)");
}

} // namespace
} // namespace onsale::k6
