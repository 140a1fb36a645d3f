#include "model/config/wording.hpp"
#include "model/k6/journey/journey_graph.hpp"
#include "model/k6/metric/metric_format.hpp"
#include "sim/study/explain.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace onsale::study {
namespace {

using nlohmann::ordered_json;

std::string shown(const std::optional<double>& value)
{
  return value ? fmt::format("{:.1f}", *value) : "-";
}

ordered_json json_of(const std::optional<double>& value)
{
  return value ? ordered_json(*value) : ordered_json(nullptr);
}

std::string cell(const std::optional<double>& value)
{
  return value ? fmt::format("{:.9g}", *value) : "";
}

std::string percent(double share)
{
  return fmt::format("{:.1f} %", 100 * share);
}

/// What the figures above it assume.
std::string assumptions_text(const Explanation& explanation)
{
  const Demands& demands = explanation.demands;
  std::string text;
  if (explanation.measured)
    text += "     visits and pauses are those of a simulation: conditions of the journey decide them\n";
  else if (demands.undecided_journey)
    text +=
        "     each condition of the journey is taken to hold half of the time: visits, demands and bounds are guesses "
        "(a simulation tells them: leave out --no-simulation)\n";
  if (demands.undecided_flow)
    text += "     each condition of a flow is taken to hold\n";
  if (demands.batches)
    text += "     requests of a batch are on their way side by side\n";
  return text;
}

/// Why some cells are empty, and the curve ends where it does.
std::string gaps_text(const Explanation& explanation)
{
  std::string text;
  const bool gap = std::ranges::any_of(explanation.curve, [](const auto& each) { return not each.analytic_per_s; });
  if (gap && explanation.demands.batches)
    text += "     There is no exact analysis of requests side by side.\n";
  else if (gap)
    text +=
        fmt::format("     There is no exact analysis of more than {} virtual users, nor without a device that works.\n",
                    config::grouped(analytic::most_customers));
  if (explanation.curve_ends_at > 0)
    text += fmt::format("     The curve ends at {} virtual users: a simulation of more has over {} requests.\n",
                        config::grouped(explanation.curve_ends_at), config::grouped(most_requests));
  return text;
}

/// Why simulation and analysis differ, as far as shares of the response time tell it.
std::string left_out_text(const std::vector<CurvePoint>& curve)
{
  std::string text;
  if (std::ranges::any_of(curve, [](const auto& each) { return each.analytic_per_s.has_value(); }))
    text = "     The analysis leaves out waits for threads, connections and locks, and pauses of the JVM.\n";
  const bool simulated = std::any_of(curve.begin(), curve.end(), [](const auto& each) { return each.left_out; });
  if (not simulated)
    return text;
  text += fmt::format("     Their share of the simulated response time:\n     {:>8}{:>14}{:>14}{:>14}{:>14}\n", "VUs",
                      "threads", "connections", "locks", "pauses");
  for (const CurvePoint& each : curve)
    if (each.left_out)
      text += fmt::format("     {:>8}{:>14}{:>14}{:>14}{:>14}\n", each.vus, percent(each.left_out->threads),
                          percent(each.left_out->connections), percent(each.left_out->locks),
                          percent(each.left_out->pauses));
  return text;
}

std::string tornado_csv(const Tornado& tornado)
{
  std::string text = "knob,low_value,high_value,low,high,base\n";
  for (const TornadoBar& bar : tornado.bars)
    text += fmt::format("{},{},{},{:.9g},{:.9g},{:.9g}\n", run::csv_field(bar.knob), bar.low_value, bar.high_value,
                        bar.low, bar.high, tornado.base);
  return text;
}

} // namespace

std::string explanation_text(const Explanation& explanation)
{
  const Demands& demands = explanation.demands;
  std::string text =
      fmt::format("     {:<28}{:>10}{:>16}{:>16}\n", "one iteration", "visits", "thread ms", "connection ms");
  for (const EndpointDemand& each : demands.endpoints)
    if (each.visits > 0)
      text += fmt::format("     {:<28}{:>10.3f}{:>16.3f}{:>16.3f}\n", each.endpoint, each.visits, 1e3 * each.thread_s,
                          1e3 * each.connection_s);
  if (demands.by_pilot)
    text += "     visits and pauses are those of a pilot simulation with few users: the workload is a script\n";
  text += fmt::format("     pauses {:.3f} s, network and other delays {:.3f} s\n", demands.pause_s, demands.delay_s);
  text += assumptions_text(explanation) + "\n";
  text += fmt::format("     {:<28}{:>10}{:>16}{:>16}\n", "resource", "capacity", "demand ms", "iterations/s");
  for (const ResourceDemand& each : demands.resources)
    if (each.demand_s > 0)
      text += fmt::format("     {:<28}{:>10g}{:>16.3f}{:>16.1f}\n", each.resource, each.capacity, 1e3 * each.demand_s,
                          each.throughput_max_per_s());
  if (const auto* bottleneck = demands.bottleneck())
    text += fmt::format("\n     bottleneck  {}: no more than {:.1f} iterations/s, {:.1f} requests/s\n",
                        bottleneck->resource, bottleneck->throughput_max_per_s(),
                        demands.requests * bottleneck->throughput_max_per_s());
  if (not explanation.bounds.bottleneck.empty())
    text += fmt::format("     knee        {:.0f} VUs: from there on they wait for {}\n", explanation.bounds.knee(),
                        explanation.bounds.bottleneck);
  if (explanation.curve.empty())
    return text;
  text += fmt::format("\n     {:>8}{:>14}{:>14}{:>14}{:>14}{:>14}\n     {:>8}{:>14}{:>14}{:>14}{:>14}{:>14}\n", "VUs",
                      "iterations/s", "", "", "request ms", "", "", "bound", "analytic", "simulated", "analytic",
                      "simulated");
  for (const CurvePoint& each : explanation.curve)
    text += fmt::format("     {:>8}{:>14.1f}{:>14}{:>14}{:>14}{:>14}\n", each.vus, each.bound_per_s,
                        shown(each.analytic_per_s), shown(each.simulated_per_s), shown(each.analytic_ms),
                        shown(each.simulated_ms));
  return text + "\n" + gaps_text(explanation) + left_out_text(explanation.curve);
}

std::string tornado_text(const Tornado& tornado)
{
  constexpr std::size_t most_bars = 15;
  std::string text = fmt::format("     {:<56}{:>14}{:>14}\n", fmt::format("{} is {:.4g}", tornado.figure, tornado.base),
                                 "turned down", "turned up");
  const auto percent = [&](double value) {
    return tornado.base != 0 ? fmt::format("{:+.1f} %", 100 * (value / tornado.base - 1))
                             : fmt::format("{:.4g}", value);
  };
  for (std::size_t i = 0; i < std::min(most_bars, tornado.bars.size()); ++i)
    text += fmt::format("     {:<56}{:>14}{:>14}\n", tornado.bars[i].knob, percent(tornado.bars[i].low),
                        percent(tornado.bars[i].high));
  return text;
}

std::string explanation_json(const Explanation& explanation, const std::optional<Tornado>& tornado)
{
  const Demands& demands = explanation.demands;
  ordered_json endpoints = ordered_json::array();
  for (const EndpointDemand& each : demands.endpoints)
    endpoints.push_back({{"endpoint", each.endpoint},
                         {"visits", each.visits},
                         {"thread_s", each.thread_s},
                         {"connection_s", each.connection_s}});
  ordered_json resources = ordered_json::array();
  for (const ResourceDemand& each : demands.resources)
    resources.push_back({{"resource", each.resource},
                         {"demand_s", each.demand_s},
                         {"capacity", each.capacity},
                         {"throughput_max_per_s", each.throughput_max_per_s()}});
  ordered_json curve = ordered_json::array();
  for (const CurvePoint& each : explanation.curve)
    curve.push_back({{"vus", each.vus},
                     {"bound_per_s", each.bound_per_s},
                     {"analytic_per_s", json_of(each.analytic_per_s)},
                     {"analytic_ms", json_of(each.analytic_ms)},
                     {"simulated_per_s", json_of(each.simulated_per_s)},
                     {"simulated_ms", json_of(each.simulated_ms)},
                     {"left_out", each.left_out ? ordered_json{{"threads", each.left_out->threads},
                                                               {"connections", each.left_out->connections},
                                                               {"locks", each.left_out->locks},
                                                               {"pauses", each.left_out->pauses}}
                                                : ordered_json(nullptr)}});
  ordered_json bars = nullptr;
  if (tornado) {
    bars = {{"figure", tornado->figure}, {"base", tornado->base}, {"bars", ordered_json::array()}};
    for (const TornadoBar& bar : tornado->bars)
      bars["bars"].push_back({{"knob", bar.knob},
                              {"low_value", bar.low_value},
                              {"high_value", bar.high_value},
                              {"low", bar.low},
                              {"high", bar.high}});
  }
  const auto* bottleneck = demands.bottleneck();
  return ordered_json{{"scenario", explanation.scenario},
                      {"requests", demands.requests},
                      {"by_pilot", demands.by_pilot},
                      {"pause_s", demands.pause_s},
                      {"delay_s", demands.delay_s},
                      {"measured", explanation.measured},
                      {"endpoints", endpoints},
                      {"resources", resources},
                      {"bottleneck", bottleneck != nullptr ? bottleneck->resource : ""},
                      {"bounds",
                       {{"device", explanation.bounds.bottleneck},
                        {"throughput_max_per_s", explanation.bounds.throughput_max_per_s},
                        {"response_min_s", explanation.bounds.response_min_s},
                        {"think_s", explanation.bounds.think_s},
                        {"knee_vus", explanation.bounds.knee()}}},
                      {"curve", curve},
                      {"tornado", bars}}
             .dump(2, ' ', false, ordered_json::error_handler_t::replace) +
         "\n";
}

std::vector<run::ResultFile> explanation_files(const Explanation& explanation, const std::optional<Tornado>& tornado,
                                               const run::Scenario& scenario)
{
  std::string demands = "resource,demand_s,capacity,throughput_max_per_s\n";
  for (const ResourceDemand& each : explanation.demands.resources)
    demands += fmt::format("{},{:.9g},{:.9g},{:.9g}\n", run::csv_field(each.resource), each.demand_s, each.capacity,
                           each.throughput_max_per_s());
  std::string curve = "vus,bound_per_s,analytic_per_s,analytic_ms,simulated_per_s,simulated_ms,share_threads,"
                      "share_connections,share_locks,share_pauses\n";
  for (const CurvePoint& each : explanation.curve) {
    curve += fmt::format("{},{:.9g},{},{},{},{}", each.vus, each.bound_per_s, cell(each.analytic_per_s),
                         cell(each.analytic_ms), cell(each.simulated_per_s), cell(each.simulated_ms));
    curve += each.left_out ? fmt::format(",{:.6g},{:.6g},{:.6g},{:.6g}\n", each.left_out->threads,
                                         each.left_out->connections, each.left_out->locks, each.left_out->pauses)
                           : ",,,,\n";
  }
  std::vector<run::ResultFile> files = {{"demands.csv", demands}, {"curve.csv", curve}};
  if (tornado)
    files.push_back({"tornado.csv", tornado_csv(*tornado)});
  for (const k6::Journey& journey : scenario.journeys.all)
    files.push_back({"journey-" + journey.name + ".dot", k6::to_dot(k6::behaviour_graph(journey.steps), journey.steps,
                                                                    scenario.journeys.names, journey.name)});
  for (const system::Endpoint& endpoint : scenario.system.endpoints)
    files.push_back({"endpoint-" + endpoint.id + ".dot", flow_dot(endpoint)});
  return files;
}

std::string flow_dot(const system::Endpoint& endpoint)
{
  std::string text = fmt::format("digraph G {{\nlabel=\"{} {}\";\n", endpoint.method, endpoint.path);
  for (std::size_t i = 0; i < endpoint.flow.size(); ++i) {
    const system::StepPicture step = endpoint.flow[i]->picture();
    text += fmt::format("{} [shape={}, label=\"{}\"];\n", i, step.decides ? "diamond" : "box", step.label);
    for (const auto& [to, label] : step.edges)
      text += fmt::format("{} -> {} [label=\"{}\"];\n", i, to, label);
    if (step.goes_on && i + 1 < endpoint.flow.size())
      text += fmt::format("{} -> {};\n", i, i + 1);
  }
  return text + "}\n";
}

} // namespace onsale::study
