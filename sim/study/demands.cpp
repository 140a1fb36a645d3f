#include "sim/study/demands.hpp"

#include "model/k6/journey/journey_graph.hpp"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace onsale::study {
namespace {

using system::FlowOp;
using system::Role;

/// What one request asks for.
struct RequestCost {
  std::map<std::size_t, double> cpu_s; ///< [host]
  double redis_s = 0;
  double disk_s = 0;
  double delay_s = 0;
  double thread_s = 0;
  double connection_s = 0;
};

std::size_t host_of(const system::SystemOptions& options, Role role)
{
  return options.host_of[static_cast<std::size_t>(role)];
}

class FlowWalk {
public:
  explicit FlowWalk(const system::SystemOptions& options) : options_(options), booking_(options.booking) {}

  RequestCost cost_of(const system::Endpoint& endpoint)
  {
    RequestCost cost;
    holds_connection_ = false;
    for (std::size_t at = 0; at < endpoint.steps.size();) {
      const system::FlowStep& step = endpoint.steps[at++];
      if (step.op == FlowOp::respond)
        break;
      if (step.op == FlowOp::jump)
        at = step.target;
      else if (step.op == FlowOp::cache) { // the steady state: found
        take_redis(cost, endpoint.caches[step.index].command);
        at = step.target;
      } else if (step.op == FlowOp::booking) {
        const auto branch = endpoint.calls[step.index].branch(booking::Outcome::ok);
        at = branch != system::BookingStep::no_branch ? branch : at;
      } else
        take(cost, endpoint, step);
    }
    const auto& client = options_.client;
    add_cpu(cost, Role::k6, client.request_cpu.mean_s() + client.response_cpu.mean_s() + client.output_cpu.mean_s());
    cost.delay_s += options_.network.round_trip.mean_s() + client.sending.mean_s() + client.receiving.mean_s();
    return cost;
  }

private:
  void take(RequestCost& cost, const system::Endpoint& endpoint, const system::FlowStep& step)
  {
    const double round_trip_s = options_.network.backend_round_trip.mean_s();
    switch (step.op) {
    case FlowOp::cpu:
      add_cpu(cost, Role::server, endpoint.demands[step.index].mean_s());
      hold(cost, endpoint.demands[step.index].mean_s());
      break;
    case FlowOp::redis:
      take_redis(cost, endpoint.queries[step.index]);
      break;
    case FlowOp::connect:
      holds_connection_ = true;
      break;
    case FlowOp::disconnect:
      holds_connection_ = false;
      break;
    case FlowOp::query: {
      const system::Query& query = endpoint.queries[step.index];
      const double missed_s = query.pages * options_.mysql.buffer_pool_miss_ratio * options_.mysql.page_read.mean_s();
      add_cpu(cost, Role::mysql, query_s(query));
      cost.disk_s += missed_s;
      wait(cost, round_trip_s);
      hold(cost, query_s(query) + missed_s);
      break;
    }
    case FlowOp::commit: {
      const auto& settings = options_.settings.mysql;
      const int flushes = (settings.flush_log_at_commit ? 1 : 0) + (settings.sync_binlog ? 1 : 0);
      add_cpu(cost, Role::mysql, options_.mysql.commit_cpu.mean_s());
      hold(cost, options_.mysql.commit_cpu.mean_s());
      wait(cost, round_trip_s + flushes * options_.mysql.fsync.mean_s());
      break;
    }
    case FlowOp::delay:
      wait(cost, endpoint.demands[step.index].mean_s());
      break;
    default:
      break;
    }
  }

  void take_redis(RequestCost& cost, const system::Query& command)
  {
    const double cpu_s = query_s(command);
    add_cpu(cost, Role::redis, cpu_s);
    cost.redis_s += cpu_s;
    wait(cost, options_.network.backend_round_trip.mean_s());
    hold(cost, cpu_s);
  }

  double query_s(const system::Query& query) const
  {
    return query.cpu.mean_s() +
           (query.scans ? query.scan_s_per_row * static_cast<double>(booking_.rows(*query.scans)) : 0);
  }

  void add_cpu(RequestCost& cost, Role role, double cpu_s) const { cost.cpu_s[host_of(options_, role)] += cpu_s; }
  void hold(RequestCost& cost, double time_s) const
  {
    cost.thread_s += time_s;
    cost.connection_s += holds_connection_ ? time_s : 0;
  }
  void wait(RequestCost& cost, double time_s) const
  {
    cost.delay_s += time_s;
    hold(cost, time_s);
  }

  const system::SystemOptions& options_;
  booking::Booking booking_;
  bool holds_connection_ = false;
};

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

bool is_undecided(const system::Endpoint& endpoint)
{
  return std::any_of(endpoint.steps.begin(), endpoint.steps.end(),
                     [](const system::FlowStep& step) { return step.op == FlowOp::branch; });
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

  std::vector<double> cpu_s(options.hosts.size());
  double redis_s = 0;
  double disk_s = 0;
  double thread_s = 0;
  double connection_s = 0;
  FlowWalk walk(options);
  for (std::size_t i = 0; i < options.endpoints.size(); ++i) {
    const RequestCost cost = walk.cost_of(options.endpoints[i]);
    EndpointDemand& endpoint = demands.endpoints[i];
    demands.undecided = demands.undecided || (endpoint.visits > 0 && is_undecided(options.endpoints[i]));
    endpoint.thread_s = cost.thread_s;
    endpoint.connection_s = cost.connection_s;
    for (const auto& [host, time_s] : cost.cpu_s)
      cpu_s[host] += endpoint.visits * time_s;
    redis_s += endpoint.visits * cost.redis_s;
    disk_s += endpoint.visits * cost.disk_s;
    thread_s += endpoint.visits * cost.thread_s;
    connection_s += endpoint.visits * cost.connection_s;
    demands.delay_s += endpoint.visits * cost.delay_s;
  }
  for (std::size_t host = 0; host < options.hosts.size(); ++host) {
    const system::HostOptions& its = options.hosts[host];
    const double at_its_speed_s = cpu_s[host] / its.speed;
    demands.resources.push_back({its.name + " cpu", at_its_speed_s, its.cpu.largest()});
    demands.stations.push_back({its.name + " cpu", at_its_speed_s, its.cpu});
  }
  demands.resources.push_back({"mysql disk", disk_s, 1});
  demands.stations.push_back({"mysql disk", disk_s, {.cores = 1}});
  demands.resources.push_back({"redis thread", redis_s, 1});
  if (not options.settings.tomcat.virtual_threads)
    demands.resources.push_back({"tomcat workers", thread_s, static_cast<double>(options.settings.tomcat.threads_max)});
  demands.resources.push_back(
      {"hikari pool", connection_s, static_cast<double>(options.settings.hikari.maximum_pool_size)});
  return demands;
}

} // namespace onsale::study
