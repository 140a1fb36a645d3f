#include "model/k6/options/options.hpp"

#include "model/config/wording.hpp"
#include "model/k6/metric/trend.hpp"
#include "model/k6/options/options_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string_view>
#include <tuple>

namespace onsale::k6 {
namespace {

constexpr std::string_view unused = "k6 knows it; nothing here depends on it";

// k6's options that change nothing in a simulated test.
constexpr auto ignored = {"dns",
                          "userAgent",
                          "insecureSkipTLSVerify",
                          "discardResponseBodies",
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
  for (const auto& [metric_key, place, value] : object.entries("a list of expressions"))
    if (not value.is_list())
      value.fault("expected a list of expressions, as k6 does: [\"p(95)<500\"]");
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

std::optional<TimeUnit> read_time_unit(config::Object& object)
{
  constexpr std::string_view says = "of times in the summary: s, ms or us; the unit that fits each unless said";
  if (not object.has("summaryTimeUnit", says) or object.value("summaryTimeUnit")->node().text.empty())
    return {};
  return object.one_of<TimeUnit>(
      "summaryTimeUnit", says,
      {{"s", TimeUnit::seconds}, {"ms", TimeUnit::milliseconds}, {"us", TimeUnit::microseconds}});
}

SystemTags read_system_tags(config::Object& object)
{
  SystemTags tags;
  const auto written = object.value("systemTags", "of k6's own tags, those that samples carry");
  if (not written)
    return tags;
  tags.names.clear();
  for (const auto& value : written->list())
    tags.names.push_back(value.text());
  std::ranges::sort(tags.names);
  return tags;
}

/// As k6 does everywhere: by start time, then by name.
void sort_scenarios(std::vector<ScenarioOptions>& scenarios)
{
  std::ranges::sort(scenarios, [](const ScenarioOptions& left, const ScenarioOptions& right) {
    return std::tie(left.start_time_ns, left.name) < std::tie(right.start_time_ns, right.name);
  });
}

std::vector<ScenarioOptions> read_scenarios(config::Object& object, const K6Version& version)
{
  if (const auto shortcut = read_shortcut(object, version))
    return {*shortcut};
  std::vector<ScenarioOptions> scenarios;
  auto written = object.object("scenarios", "by name, as in k6; instead of the shortcuts beside them");
  for (const auto& [name, place, value] : written.entries())
    scenarios.push_back(read_scenario(value.object(), name, place));
  if (scenarios.empty())
    object.fault("scenarios", "expected at least one scenario");
  return scenarios;
}

} // namespace

Options read_options(config::Object object, const OptionsReading& how)
{
  Options options;
  options.version = how.version;
  options.scenarios = read_scenarios(object, how.version);
  sort_scenarios(options.scenarios);
  if (object.has("vus") and object.has("scenarios"))
    options.warnings.emplace_back("the option vus is ignored, because there are scenarios");
  options.thresholds = read_thresholds(
      object.object("thresholds", "metric, or metric{tag:value} -> expressions; exit code 99 when one is crossed"));
  options.summary_trend_stats = read_trend_stats(object);
  options.summary_time_unit = read_time_unit(object);
  options.system_tags = read_system_tags(object);
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
  if (how.warns_of_unknown)
    for (const auto& unknown : object.unknown_keys())
      options.warnings.push_back("There were unknown fields in the options exported in the script: " + unknown);
  else
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

VuPlan required_vus(const ScenarioOptions& scenario)
{
  return required_vus(scenario.executor, {.stop_ns = scenario.graceful_stop_ns});
}

std::int64_t initialised_vus(const Options& options)
{
  struct Change {
    std::int64_t to_peak = 0; // of the steps at one instant
    std::int64_t from_peak = 0;
  };
  std::map<std::int64_t, Change> changes;
  for (const auto& scenario : options.scenarios) {
    std::int64_t before = 0;
    const auto plan = required_vus(scenario);
    for (std::size_t first = 0, last = 0; first < plan.size(); first = last) {
      auto peak = plan[first].vus;
      for (last = first + 1; last < plan.size() && plan[last].time_ns == plan[first].time_ns; ++last)
        peak = std::max(peak, plan[last].vus);
      auto& change = changes[scenario.start_time_ns + plan[first].time_ns];
      change.to_peak += peak - before;
      before = plan[last - 1].vus;
      change.from_peak += before - peak;
    }
  }
  std::int64_t vus = 0;
  std::int64_t most = 0;
  for (const auto& [time_ns, change] : changes) {
    most = std::max(most, vus += change.to_peak);
    vus += change.from_peak;
  }
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
