#include "sim/study/demands.hpp"

#include "model/k6/journey/journey_graph.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/hikari/hikari.hpp"
#include "model/system/host/host.hpp"
#include "model/system/part.hpp"
#include "model/system/tomcat/tomcat.hpp"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace onsale::study {
namespace {

/// Visits of each vertex from the first to the end: v = e_1 + P^T v, an absorbing Markov chain.
Eigen::VectorXd visits_of(const k6::StepGraph& graph)
{
  const auto size = static_cast<Eigen::Index>(num_vertices(graph));
  Eigen::MatrixXd system = Eigen::MatrixXd::Identity(size, size);
  for (const k6::Transition& each : k6::transitions(graph))
    system(static_cast<Eigen::Index>(each.to), static_cast<Eigen::Index>(each.from)) -= each.probability;
  return system.partialPivLu().solve(Eigen::VectorXd::Unit(size, 0));
}

double weight_of(const k6::Executor& executor)
{
  const double rate_per_s = k6::peak_rate_per_s(executor);
  return rate_per_s > 0 ? rate_per_s : static_cast<double>(k6::peak_vus(executor));
}

/// Whether what is assumed of unknown conditions makes a difference.
bool is_undecided(const k6::Program& program)
{
  const auto probabilities = [&](double unknown) {
    std::vector<double> all;
    for (const k6::Transition& each : k6::transitions(k6::behaviour_graph(program, unknown)))
      all.push_back(each.probability);
    return all;
  };
  return probabilities(0.25) != probabilities(0.5);
}

void add_journey(Demands& demands, const k6::Program& program, double share)
{
  constexpr double undecided = 0.5;
  demands.undecided = demands.undecided || is_undecided(program);
  const auto graph = k6::behaviour_graph(program, undecided);
  const Eigen::VectorXd visits = visits_of(graph);
  for (std::size_t vertex = 0; vertex < num_vertices(graph); ++vertex) {
    const double times = share * visits(static_cast<Eigen::Index>(vertex));
    const auto& instruction = program.code[graph[vertex].instruction];
    if (instruction.op == k6::Op::request or instruction.op == k6::Op::gather) {
      demands.endpoints[program.requests[instruction.index].endpoint].visits += times;
      demands.requests += times;
    } else if (instruction.op == k6::Op::sleep) {
      demands.pause_s += times * program.ranges[instruction.index].low;
    } else if (instruction.op == k6::Op::sleep_random) {
      const k6::Range& range = program.ranges[instruction.index];
      demands.pause_s += times * (range.low + range.high) / 2;
    }
  }
}

} // namespace

double ResourceDemand::throughput_max_per_s() const
{
  return demand_s > 0 ? capacity / demand_s : std::numeric_limits<double>::infinity();
}

const ResourceDemand* Demands::bottleneck() const
{
  const auto least = std::min_element(resources.begin(), resources.end(), [](const auto& a, const auto& b) {
    return a.throughput_max_per_s() < b.throughput_max_per_s();
  });
  return least == resources.end() || least->demand_s <= 0 ? nullptr : &*least;
}

Demands demands_of(const run::Scenario& scenario)
{
  const system::SystemOptions& options = scenario.system;
  Demands demands;
  for (const system::Endpoint& endpoint : options.endpoints)
    demands.endpoints.push_back({endpoint.id, 0, 0, 0});
  double weights = 0;
  for (const k6::ScenarioOptions& each : scenario.load.scenarios)
    weights += weight_of(each.executor);
  for (const k6::ScenarioOptions& each : scenario.load.scenarios)
    if (const k6::Journey* journey = scenario.journeys.find(each.exec); journey != nullptr && weights > 0)
      add_journey(demands, journey->steps, weight_of(each.executor) / weights);

  std::map<std::string, double, std::less<>> times_s; // [ids]
  system::DemandWalk walk(options);
  for (std::size_t i = 0; i < options.endpoints.size(); ++i) {
    const system::RequestDemand cost = walk.demand_of(options.endpoints[i]);
    EndpointDemand& endpoint = demands.endpoints[i];
    demands.undecided = demands.undecided || (endpoint.visits > 0 && cost.undecided);
    endpoint.thread_s = cost.held(system::tomcat_workers(options.settings.tomcat, 1).id);
    endpoint.connection_s = cost.held(system::hikari_pool(options.settings.hikari, 1).id);
    demands.delay_s += endpoint.visits * cost.elsewhere_s;
    for (std::size_t role = 0; role < system::role_count; ++role) {
      const system::HostOptions& host = options.hosts[options.host_of[role]];
      times_s[system::host_cpu(host).id] +=
          endpoint.visits * (cost.cpu_s[role] + cost.cpu_afterwards_s[role]) / host.speed;
    }
    for (const auto& [id, time_s] : cost.busy_s)
      times_s[id] += endpoint.visits * time_s;
    for (const auto& [id, time_s] : cost.held_s)
      times_s[id] += endpoint.visits * time_s;
  }
  auto resources = system::resources(options);
  std::stable_sort(resources.begin(), resources.end(),
                   [](const system::Resource& a, const system::Resource& b) { return a.depth < b.depth; });
  for (const system::Resource& each : resources) {
    if (each.capacity.cores <= 0)
      continue;
    const double demand_s = times_s[each.id];
    demands.resources.push_back({each.name(), demand_s, each.capacity.largest()});
    if (each.is_device())
      demands.stations.push_back({each.name(), demand_s, each.capacity});
  }
  return demands;
}

} // namespace onsale::study
