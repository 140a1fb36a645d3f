#include "sim/study/demands.hpp"

#include "model/k6/journey/journey_graph.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/hikari/hikari.hpp"
#include "model/system/host/host.hpp"
#include "model/system/part.hpp"
#include "model/system/tomcat/tomcat.hpp"
#include "sim/study/pilot.hpp"

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

/// How many requests of its batch are on their way at a time; 1 for a request by itself.
///
///   loop_start times, [select.. gather]+, loop_next, batch
double side_by_side(const k6::Program& program, std::size_t gather, const k6::Options& load)
{
  const auto& code = program.code;
  if (code[gather].op != k6::Op::gather)
    return 1;
  std::size_t first = gather;
  while (first > 0 && code[first - 1].op != k6::Op::batch && code[first].op != k6::Op::loop_start)
    --first;
  double gathered = 0;
  for (std::size_t at = first; at < code.size() && code[at].op != k6::Op::batch; ++at)
    gathered += code[at].op == k6::Op::gather ? 1 : 0;
  if (code[first].op == k6::Op::loop_start)
    gathered *= code[first].index;
  return std::max(1.0, std::min({gathered, static_cast<double>(load.batch), static_cast<double>(load.batch_per_host)}));
}

/// @param elapsed  [endpoints] gains visits as far as they follow each other
void add_journey(Demands& demands, std::vector<double>& elapsed, const k6::Program& program, const k6::Options& load,
                 double share)
{
  constexpr double undecided = 0.5;
  demands.undecided_journey = demands.undecided_journey || is_undecided(program);
  const auto graph = k6::behaviour_graph(program, undecided);
  const Eigen::VectorXd visits = visits_of(graph);
  for (std::size_t vertex = 0; vertex < num_vertices(graph); ++vertex) {
    const double times = share * visits(static_cast<Eigen::Index>(vertex));
    const auto& instruction = program.code[graph[vertex].instruction];
    if (instruction.op == k6::Op::request or instruction.op == k6::Op::gather) {
      const std::size_t endpoint = program.requests[instruction.index].endpoint;
      demands.endpoints[endpoint].visits += times;
      elapsed[endpoint] += times / side_by_side(program, graph[vertex].instruction, load);
      demands.batches = demands.batches || instruction.op == k6::Op::gather;
      demands.requests += times;
    } else if (instruction.op == k6::Op::sleep) {
      demands.pause_s += times * program.ranges[instruction.index].low;
    } else if (instruction.op == k6::Op::sleep_random) {
      const k6::Range& range = program.ranges[instruction.index];
      demands.pause_s += times * (range.low + range.high) / 2;
    }
  }
}

void add_pilot(Demands& demands, std::vector<double>& elapsed, const PilotVisits& pilot, double share)
{
  demands.by_pilot = true;
  for (std::size_t endpoint = 0; endpoint < pilot.visits.size(); ++endpoint) {
    demands.endpoints[endpoint].visits += share * pilot.visits[endpoint];
    demands.requests += share * pilot.visits[endpoint];
    elapsed[endpoint] += share * pilot.visits[endpoint];
  }
  demands.pause_s += share * pilot.pause_s;
}

/// What a run counted instead of what arithmetic assumes.
void take_measured(Demands& demands, std::vector<double>& elapsed, const MeasuredIteration& measured)
{
  demands.requests = 0;
  demands.pause_s = measured.pause_s;
  for (std::size_t i = 0; i < elapsed.size(); ++i) {
    const double by_arithmetic = demands.endpoints[i].visits;
    const double follows = by_arithmetic > 0 ? elapsed[i] / by_arithmetic : 1;
    demands.endpoints[i].visits = measured.visits[i];
    elapsed[i] = follows * measured.visits[i];
    demands.requests += measured.visits[i];
  }
}

} // namespace

double weight_of(const k6::Executor& executor)
{
  const double rate_per_s = k6::peak_rate_per_s(executor);
  return rate_per_s > 0 ? rate_per_s : static_cast<double>(k6::peak_vus(executor));
}

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

Demands demands_of(const run::Scenario& scenario, const MeasuredIteration* measured)
{
  const system::SystemOptions& options = scenario.system;
  Demands demands;
  for (const system::Endpoint& endpoint : options.endpoints)
    demands.endpoints.push_back({endpoint.id, 0, 0, 0});
  std::vector<double> elapsed(options.endpoints.size());
  double weights = 0;
  for (const k6::ScenarioOptions& each : scenario.load.scenarios)
    weights += weight_of(each.executor);
  for (const k6::ScenarioOptions& each : scenario.load.scenarios)
    if (scenario.script != nullptr && weights > 0)
      add_pilot(demands, elapsed, pilot_visits(scenario, each), weight_of(each.executor) / weights);
    else if (const k6::Journey* journey = scenario.journeys.find(each.exec); journey != nullptr && weights > 0)
      add_journey(demands, elapsed, journey->steps, scenario.load, weight_of(each.executor) / weights);
  if (measured != nullptr)
    take_measured(demands, elapsed, *measured);

  std::map<std::string, double, std::less<>> times_s; // [ids]
  double service_s = 0;
  double service_elapsed_s = 0;
  const double processes = options.application.instances;
  system::DemandWalk walk(options);
  for (std::size_t i = 0; i < options.endpoints.size(); ++i) {
    const system::RequestDemand cost = walk.demand_of(options.endpoints[i]);
    EndpointDemand& endpoint = demands.endpoints[i];
    demands.undecided_flow = demands.undecided_flow || (endpoint.visits > 0 && cost.undecided);
    endpoint.thread_s = cost.held(system::tomcat_workers(options.settings.tomcat, 1).id);
    endpoint.connection_s = cost.held(system::hikari_pool(options.settings.hikari, 1).id);
    demands.delay_s += elapsed[i] * cost.elsewhere_s;
    service_s += endpoint.visits * endpoint.thread_s;
    service_elapsed_s += elapsed[i] * endpoint.thread_s;
    for (std::size_t role = 0; role < system::role_count; ++role) {
      const system::HostOptions& host = options.hosts[options.host_of[role]];
      // Each process of the application has its share, on a host of its own.
      const double share = role == static_cast<std::size_t>(system::Role::server) ? 1 / processes : 1;
      times_s[system::host_cpu(host).id] +=
          share * endpoint.visits * (cost.cpu_s[role] + cost.cpu_afterwards_s[role]) / host.speed;
    }
    for (const auto& [id, time_s] : cost.busy_s)
      times_s[id] += endpoint.visits * time_s;
    for (const auto& [id, time_s] : cost.held_s)
      times_s[id] += endpoint.visits * time_s;
  }
  demands.response_share = service_s > 0 ? service_elapsed_s / service_s : 1;
  auto resources = system::resources(options);
  std::stable_sort(resources.begin(), resources.end(),
                   [](const system::Resource& a, const system::Resource& b) { return a.depth < b.depth; });
  for (const system::Resource& each : resources) {
    if (each.capacity.cores <= 0)
      continue;
    const double demand_s = times_s[each.id] / (each.of_each_process ? processes : 1);
    demands.resources.push_back({each.name(), demand_s, each.capacity.largest()});
    if (each.is_device())
      demands.stations.push_back({each.name(), demand_s, each.capacity});
  }
  return demands;
}

} // namespace onsale::study
