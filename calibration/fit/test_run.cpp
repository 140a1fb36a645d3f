#include "calibration/fit/test_run.hpp"

#include "calibration/fit/usage.hpp"
#include "calibration/k6/reader.hpp"
#include "calibration/k6/run_folder.hpp"
#include "model/config/faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>
#include <sstream>
#include <utility>
#include <variant>

namespace onsale::fit {
namespace {

namespace fs = std::filesystem;

/// k6 keeps sub-metrics for which a threshold asks; these hold whatever happens.
constexpr std::array<std::pair<const char*, const char*>, 3> asking = {
    {{"http_req_duration", "max>=0"}, {"http_reqs", "count>=0"}, {"http_req_failed", "rate>=0"}}};

void ask_for_figures(k6::Options& options, const std::vector<std::string>& subs)
{
  options.summary_trend_stats = {"avg", "min", "med", "max", "p(90)", "p(95)", "p(99)", "count"};
  for (const std::string& sub : subs)
    for (const auto& [metric, expression] : asking)
      options.thresholds.push_back({.metric_key = metric + sub, .expression = expression});
  // A threshold that ends a test early would make every figure jump with the parameters.
  for (k6::ThresholdConfig& threshold : options.thresholds)
    threshold.abort_on_fail = false;
}

void scale_load(k6::Options& options, double factor)
{
  if (factor != 1)
    for (k6::ScenarioOptions& scenario : options.scenarios) {
      k6::scale_vus(scenario.executor, factor);
      k6::scale_rate(scenario.executor, factor);
    }
}

/// `p(95)` is p95; a rate's `value` is its rate.
std::string key_of(const std::string& metric, const std::string& statistic)
{
  if (statistic.starts_with("p("))
    return metric + " p" + statistic.substr(2, statistic.size() - 3);
  return metric + " " + statistic;
}

Values values_of(const calibration::K6Result& result)
{
  Values values;
  for (const calibration::K6Result::Metric& metric : result.metrics)
    for (const calibration::K6Result::Statistic& statistic : metric.statistics)
      values[metric.name + " " + statistic.name] = (statistic.figure.low + statistic.figure.high) / 2;
  return values;
}

/// Adds how many requests ended with each status that is a failure: `404:10;409:1`, `0/1050:3` where no answer came.
void add_failures(const std::vector<calibration::TestSecond>& seconds, Values& values)
{
  double requests = 0;
  std::map<std::string, double> failures;
  for (const calibration::TestSecond& second : seconds) {
    requests += second.requests;
    std::istringstream entries(second.failure_status);
    for (std::string entry; std::getline(entries, entry, ';');)
      if (const auto colon = entry.rfind(':'); colon != std::string::npos)
        failures[entry.substr(0, std::min(entry.find('/'), colon))] += std::atof(entry.c_str() + colon + 1);
  }
  for (const auto& [status, count] : failures)
    values["failed{status:" + status + "} count"] = count;
  if (requests > 0 && not failures.empty())
    values["http_reqs by status"] = requests;
}

Values measured_values(const Measurement& measurement)
{
  const fs::path& data = measurement.data;
  Values values;
  if (calibration::is_run_folder(data)) {
    const calibration::RunFolder run = calibration::read_run_folder(data);
    if (not run.result)
      return values;
    values = values_of(*run.result);
    add_failures(run.seconds, values);
  } else {
    values = values_of(calibration::read_k6_result(fs::is_directory(data) ? data / "summary.json" : data));
  }
  auto usage = measurement.usage;
  if (usage.empty() && calibration::is_run_folder(data))
    usage = {data};
  if (usage.empty())
    return values;
  if (measurement.idle.empty()) {
    add_cpu_seconds(read_usage(usage), nullptr, values);
  } else {
    const calibration::UsageSeries idle = read_usage({measurement.idle});
    add_cpu_seconds(read_usage(usage), &idle, values);
  }
  return values;
}

/// How long the busiest host of the system would have been busy with all its cores; k6's own host is not the system's.
double busy_s(const std::vector<run::CpuUse>& users)
{
  std::map<std::string, double> busy;
  std::set<std::string> of_system;
  for (const run::CpuUse& use : users) {
    busy[use.host] += use.served_s / use.cores;
    if (use.process != "k6")
      of_system.insert(use.host);
  }
  double most = 0;
  for (const std::string& host : of_system)
    most = std::max(most, busy.at(host));
  return most;
}

run::Scenario loaded_scenario(const TestRun& test, const std::vector<std::string>& sets)
{
  config::Faults faults;
  config::Document document = config::load_document(test.scenario, faults);
  if (not document.complete)
    faults.throw_if_any();
  for (const config::NodeEntry& section : test.sections)
    if (config::Node* own = document.root.find(section.key))
      *own = section.value;
    else
      document.root.entries.push_back(section);
  run::Scenario scenario =
      run::read_scenario(std::move(document), {.path = test.scenario, .sets = sets, .application_files = {}}, faults);
  faults.throw_if_any();
  return scenario;
}

} // namespace

TestRun test_run(const fs::path& scenario, const std::vector<std::string>& sets,
                 std::vector<config::NodeEntry> sections)
{
  TestRun test;
  test.scenario = scenario;
  test.sets = sets;
  test.sections = std::move(sections);
  const run::Scenario loaded = loaded_scenario(test, sets);
  test.name = loaded.test;
  test.hash = loaded.hash;
  return test;
}

void expect_figures(TestRun& test)
{
  const run::Scenario scenario = loaded_scenario(test, test.sets);
  test.subs.clear();
  for (const std::string& name : scenario.journeys.names.requests.all())
    test.subs.push_back("{name:" + name + "}");
}

void measure(TestRun& test, const Measurement& measurement)
{
  test.measured = measured_values(measurement);
  test.figures = figures_of(test.measured);
  if (test.figures.empty())
    throw config::InvalidInput(
        {{measurement.data.string(), 0, 0, "tells no rate of requests, no response time and no failures"}});
  for (const auto& [key, value] : test.measured)
    if (not endpoint_of(key).empty())
      test.subs.push_back(key.substr(key.find('{'), key.find('}') - key.find('{') + 1));
  std::sort(test.subs.begin(), test.subs.end());
  test.subs.erase(std::unique(test.subs.begin(), test.subs.end()), test.subs.end());
}

run::Scenario scenario_of(const TestRun& test, const std::vector<std::string>& parameter_sets)
{
  std::vector<std::string> sets = test.sets;
  sets.insert(sets.end(), parameter_sets.begin(), parameter_sets.end());
  run::Scenario scenario = loaded_scenario(test, sets);
  ask_for_figures(scenario.load, test.subs);
  scale_load(scenario.load, test.load_factor);
  return scenario;
}

Values values_of(const run::RunResult& result)
{
  Values values;
  for (const k6::Summary::Metric& metric : result.summary.metrics) {
    const bool time = metric.kind == k6::MetricKind::trend && metric.content == k6::MetricContent::time;
    for (const k6::Summary::Value& value : metric.values)
      values[key_of(metric.name, value.name)] = value.value / (time && value.name != "count" ? 1e3 : 1);
  }
  for (const run::Failure& failure : result.failures)
    values[fmt::format("failed{{status:{}}} count", failure.status)] += static_cast<double>(failure.count.count);
  for (const run::CpuUse& use : result.cpu_users)
    values["cpu " + use.process] += use.served_s;
  values[busiest_host_s] = busy_s(result.cpu_users);
  return values;
}

} // namespace onsale::fit
