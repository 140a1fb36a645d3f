#include "calibration/fit/analytic_start.hpp"

#include "model/system/flow/demand_walk.hpp"
#include "model/system/part.hpp"

#include <Eigen/Core>
#include <unsupported/Eigen/NonLinearOptimization>
#include <unsupported/Eigen/NumericalDiff>

#include <algorithm>
#include <cmath>
#include <map>

namespace onsale::fit {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

constexpr double light_load = 0.5; // utilisation up to which the open formula is near enough
constexpr double usage_sd = 0.05;  // relative errors that the laws are granted here
constexpr double response_time_sd = 0.2;
constexpr double pull_sd = 2;  // towards the start: only what the laws tell is moved
constexpr double furthest = 3; // a factor of 20

constexpr std::array<const char*, system::role_count> usage_keys = {"cpu server", "cpu mysql", "cpu redis", "cpu k6"};

/// Whether its time comes on top of that of CPUs.
bool is_device(const system::SystemOptions& system, const std::string& id)
{
  const auto all = system::resources(system);
  return std::any_of(all.begin(), all.end(), [&](const auto& each) { return each.id == id && each.is_device(); });
}

double measured(const TestRun& test, const std::string& key)
{
  const auto found = test.measured.find(key);
  return found == test.measured.end() ? 0 : found->second;
}

/// One endpoint's requests of a test under one name.
struct Traffic {
  std::size_t endpoint = 0;
  std::string sub; ///< `{name:seats}`, or nothing where all requests are this endpoint's
  double count = 0;
  double per_s = 0;
};

std::vector<Traffic> traffic_of(const TestRun& test, const run::Scenario& scenario)
{
  std::map<std::string, std::size_t> endpoint_of_name;
  for (const k6::Journey& journey : scenario.journeys.all)
    for (const k6::RequestSpec& request : journey.steps.requests)
      endpoint_of_name[scenario.journeys.names.requests[request.name]] = request.endpoint;
  std::vector<Traffic> traffic;
  const auto add = [&](std::size_t endpoint, const std::string& sub) {
    const double count = measured(test, "http_reqs" + sub + " count");
    if (count > 0)
      traffic.push_back({endpoint, sub, count, measured(test, "http_reqs" + sub + " rate")});
  };
  for (const auto& [name, endpoint] : endpoint_of_name)
    add(endpoint, "{name:" + name + "}");
  if (traffic.empty() && endpoint_of_name.size() == 1)
    add(endpoint_of_name.begin()->second, "");
  return traffic;
}

struct Target {
  double predicted = 0;
  double measured = 0;
  double sd = 1;
};

/// Both laws for one test at some parameters.
std::vector<Target> targets_of(const TestRun& test, const std::vector<std::string>& sets)
{
  const run::Scenario scenario = scenario_of(test, sets);
  const auto traffic = traffic_of(test, scenario);
  std::vector<double> utilisation(scenario.system.hosts.size());
  std::array<double, system::role_count> cpu_s{};
  double requests = 0;
  std::vector<EndpointDemand> demands;
  for (const Traffic& each : traffic) {
    demands.push_back(demand_of(scenario.system.endpoints[each.endpoint], scenario.system));
    requests += each.count;
    for (std::size_t role = 0; role < system::role_count; ++role) {
      const std::size_t host = scenario.system.host_of[role];
      cpu_s[role] += each.count * demands.back().cpu_s[role];
      utilisation[host] += each.per_s * demands.back().cpu_s[role] / scenario.system.hosts[host].cpu.largest();
    }
  }
  std::vector<Target> targets;
  const double all_requests = measured(test, "http_reqs count");
  for (std::size_t role = 0; requests > 0 && role < system::role_count; ++role)
    if (const double used = measured(test, usage_keys[role]); used > 0)
      targets.push_back({cpu_s[role] / requests, used / all_requests, usage_sd});
  const bool light = std::all_of(utilisation.begin(), utilisation.end(), [](double u) { return u < light_load; });
  for (std::size_t i = 0; i < traffic.size(); ++i) {
    double response_s = demands[i].elsewhere_s;
    for (std::size_t role = 0; role < system::role_count; ++role)
      response_s += demands[i].cpu_s[role] / (1 - std::min(light_load, utilisation[scenario.system.host_of[role]]));
    // Beyond light load the formula is wrong, but a row must not vanish while the solver moves.
    targets.push_back({response_s, measured(test, "http_req_duration" + traffic[i].sub + " avg"),
                       light ? response_time_sd : 1e3 * response_time_sd});
  }
  return targets;
}

struct Laws {
  using Scalar = double;
  using InputType = VectorXd;
  using ValueType = VectorXd;
  using JacobianType = Eigen::MatrixXd;
  enum { InputsAtCompileTime = Eigen::Dynamic, ValuesAtCompileTime = Eigen::Dynamic };

  const std::vector<TestRun>& tests;
  const std::vector<Parameter>& parameters;
  Index targets = 0;

  Index inputs() const { return static_cast<Index>(parameters.size()); }
  Index values() const { return targets + inputs(); }

  int operator()(const VectorXd& at, VectorXd& residuals) const
  {
    const VectorXd held = at.cwiseMin(furthest).cwiseMax(-furthest);
    const auto sets = sets_of(parameters, {held.begin(), held.end()});
    residuals = VectorXd::Zero(values());
    residuals.tail(inputs()) = at / pull_sd;
    Index row = 0;
    for (const TestRun& test : tests)
      for (const Target& each : targets_of(test, sets)) {
        if (each.predicted > 0 && each.measured > 0)
          residuals[row] = std::log(each.predicted / each.measured) / each.sd;
        ++row;
      }
    return 0;
  }
};

} // namespace

EndpointDemand demand_of(const system::Endpoint& endpoint, const system::SystemOptions& system)
{
  const system::RequestDemand all = system::DemandWalk(system).demand_of(endpoint);
  EndpointDemand demand{all.cpu_s, all.elsewhere_s};
  for (const auto& [id, time_s] : all.busy_s)
    if (is_device(system, id))
      demand.elsewhere_s += time_s;
  return demand;
}

Coordinates analytic_start(const std::vector<TestRun>& tests, const std::vector<Parameter>& parameters)
{
  const Coordinates none(parameters.size(), 0);
  Index targets = 0;
  for (const TestRun& test : tests)
    targets += static_cast<Index>(targets_of(test, sets_of(parameters, none)).size());
  VectorXd at = VectorXd::Zero(static_cast<Index>(parameters.size()));
  const Laws laws{tests, parameters, targets};
  Eigen::NumericalDiff<Laws> differences(laws);
  Eigen::LevenbergMarquardt<Eigen::NumericalDiff<Laws>> solver(differences);
  solver.parameters.maxfev = 60 * static_cast<Index>(parameters.size() + 1);
  solver.minimize(at);
  at = at.cwiseMin(furthest).cwiseMax(-furthest);
  return {at.begin(), at.end()};
}

} // namespace onsale::fit
