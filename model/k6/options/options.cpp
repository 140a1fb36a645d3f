#include "model/k6/options/options.hpp"

#include "model/config/wording.hpp"
#include "model/k6/metric/trend.hpp"
#include "model/k6/options/options_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string_view>

namespace onsale::k6 {
namespace {

constexpr std::string_view unused = "k6 knows it; nothing here depends on it";

// k6's options that change nothing in a simulated test.
constexpr auto ignored = {"dns",
                          "userAgent",
                          "insecureSkipTLSVerify",
                          "discardResponseBodies",
                          "systemTags",
                          "hosts",
                          "noCookiesReset",
                          "maxRedirects",
                          "throw",
                          "ext",
                          "cloud",
                          "httpDebug",
                          "tlsAuth",
                          "tlsVersion",
                          "tlsCipherSuites",
                          "blacklistIPs",
                          "blockHostnames",
                          "summaryTimeUnit",
                          "noThresholds",
                          "noSummary",
                          "linger",
                          "paused",
                          "localIPs",
                          "consoleOutput"};

ThresholdConfig read_threshold(const std::string& metric_key, const config::Value& written)
{
  written.is_a("threshold", "k6's expression, such as `p(95)<500`, or a map");
  ThresholdConfig result{metric_key, "", false, 0};
  auto text = written;
  if (written.is_map()) {
    auto object = written.object();
    result.expression = object.text("threshold", {.says = "k6's expression, such as `rate<0.01`"});
    result.abort_on_fail =
        object.boolean("abortOnFail", {.says = "ends the test when it is crossed", .default_value = false});
    result.delay_abort_eval_s =
        static_cast<double>(read_duration_ns(object, "delayAbortEval", "not before this time", 0)) / 1e9;
    object.finish();
    if (not object.has("threshold"))
      return result;
    text = *object.value("threshold");
  } else {
    result.expression = written.text();
  }
  try {
    if (not result.expression.empty())
      parse_threshold(result.expression);
  } catch (const std::invalid_argument& problem) {
    text.fault(problem.what());
  }
  return result;
}

std::vector<ThresholdConfig> read_thresholds(config::Object object)
{
  std::vector<ThresholdConfig> thresholds;
  for (const auto& [metric_key, place, value] : object.entries("an expression, or several"))
    if (not value.is_list())
      thresholds.push_back(read_threshold(metric_key, value));
    else
      for (const auto& each : value.list())
        thresholds.push_back(read_threshold(metric_key, each));
  return thresholds;
}

std::vector<std::string> read_trend_stats(config::Object& object)
{
  const auto written =
      object.value("summaryTrendStats", "columns of trends in the summary: avg, min, med, max, count, p(N)");
  if (not written)
    return default_trend_stats();
  std::vector<std::string> stats;
  for (const auto& value : written->list()) {
    stats.push_back(value.text());
    try {
      if (not stats.back().empty())
        check_trend_stats({stats.back()});
    } catch (const std::invalid_argument& problem) {
      value.fault(problem.what());
    }
  }
  return stats;
}

std::vector<ScenarioOptions> read_scenarios(config::Object& object)
{
  if (const auto shortcut = read_shortcut(object))
    return {*shortcut};
  std::vector<ScenarioOptions> scenarios;
  auto written = object.object("scenarios", "by name, as in k6; instead of the shortcuts beside them");
  for (const auto& [name, place, value] : written.entries())
    scenarios.push_back(read_scenario(value.object(), name, place));
  if (scenarios.empty())
    object.fault("scenarios", "expected at least one scenario");
  return scenarios;
}

VuPlan constant_plan(std::int64_t vus, std::int64_t end_ns)
{
  return {{0, vus}, {end_ns, 0}};
}

struct RegularDuration {
  std::int64_t operator()(const ConstantVus& each) const { return each.duration_ns; }
  std::int64_t operator()(const RampingVus& each) const { return total_duration_ns(each.stages); }
  std::int64_t operator()(const ConstantArrivalRate& each) const { return each.duration_ns; }
  std::int64_t operator()(const RampingArrivalRate& each) const { return total_duration_ns(each.stages); }
  std::int64_t operator()(const PerVuIterations& each) const { return each.max_duration_ns; }
  std::int64_t operator()(const SharedIterations& each) const { return each.max_duration_ns; }
};

struct RequiredVus {
  std::int64_t end_ns;

  VuPlan operator()(const RampingVus& each) const { return reserved_vus(each); }
  VuPlan operator()(const ConstantArrivalRate& each) const { return constant_plan(each.vus.pre_allocated, end_ns); }
  VuPlan operator()(const RampingArrivalRate& each) const { return constant_plan(each.vus.pre_allocated, end_ns); }
  template <class Other> VuPlan operator()(const Other& each) const { return constant_plan(each.vus, end_ns); }
};

} // namespace

Options read_options(config::Object object)
{
  Options options;
  options.scenarios = read_scenarios(object);
  if (object.has("vus") and object.has("scenarios"))
    options.warnings.emplace_back("the option vus is ignored, because there are scenarios");
  options.thresholds = read_thresholds(
      object.object("thresholds", "metric, or metric{tag:value} -> expressions; exit code 99 when one is crossed"));
  options.summary_trend_stats = read_trend_stats(object);
  options.setup_timeout_ns = read_duration_ns(object, "setupTimeout", "exit code 100 when a setup takes longer", 60);
  options.teardown_timeout_ns =
      read_duration_ns(object, "teardownTimeout", "of a teardown, which journeys do not have", 60);
  options.min_iteration_duration_ns =
      read_duration_ns(object, "minIterationDuration", "a shorter iteration waits for it", 0);
  options.no_connection_reuse =
      object.boolean("noConnectionReuse", {.says = "a new connection for each request", .default_value = false});
  options.no_vu_connection_reuse =
      object.boolean("noVUConnectionReuse", {.says = "new connections for each iteration", .default_value = false});
  options.batch =
      object.integer("batch", {.says = "requests side by side of http.batch", .minimum = 1, .default_value = 20});
  options.batch_per_host =
      object.integer("batchPerHost", {.says = "the same, to one host", .minimum = 0, .default_value = 6});
  options.rps = object.integer(
      "rps",
      {.says = "requests a second at most, of all virtual users; 0: no limit", .minimum = 0, .default_value = 0});
  options.tags = read_tags(object.object("tags", "of every sample"));
  for (const auto* key : ignored)
    object.has(key, unused);
  object.finish();
  return options;
}

void check_journeys_exist(const Options& options, const std::vector<std::string>& journeys, config::Faults& faults)
{
  for (const auto& scenario : options.scenarios)
    if (std::ranges::find(journeys, scenario.exec) == journeys.end())
      faults.add(scenario.exec_place,
                 fmt::format("scenario {}: exec {} is not among the journeys{}", scenario.name,
                             config::in_quotes(scenario.exec), config::suggestion(scenario.exec, journeys)));
}

std::int64_t regular_duration_ns(const Executor& executor)
{
  return std::visit(RegularDuration{}, executor);
}

VuPlan required_vus(const ScenarioOptions& scenario)
{
  return std::visit(RequiredVus{regular_duration_ns(scenario.executor) + scenario.graceful_stop_ns}, scenario.executor);
}

std::int64_t initialised_vus(const Options& options)
{
  std::map<std::int64_t, std::int64_t> change;
  for (const auto& scenario : options.scenarios) {
    std::int64_t before = 0;
    std::int64_t last_ns = -1;
    for (const auto& step : required_vus(scenario)) {
      // A scenario that starts users and lets some go at one instant had them all.
      const bool lets_go = step.time_ns == last_ns && step.vus < before;
      change[scenario.start_time_ns + step.time_ns + (lets_go ? 1 : 0)] += step.vus - before;
      before = step.vus;
      last_ns = step.time_ns;
    }
  }
  std::int64_t vus = 0;
  std::int64_t most = 0;
  for (const auto& [time_ns, gained] : change)
    most = std::max(most, vus += gained);
  return most;
}

std::int64_t longest_duration_ns(const Options& options)
{
  std::int64_t longest = 0;
  for (const auto& scenario : options.scenarios)
    longest = std::max(longest, scenario.start_time_ns + required_vus(scenario).back().time_ns);
  return longest;
}

} // namespace onsale::k6
