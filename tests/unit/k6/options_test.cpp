#include "model/config/document.hpp"
#include "model/k6/options/options.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

namespace onsale::k6 {
namespace {

using testing::ElementsAre;

Options read(const std::string& text, config::Faults& faults)
{
  const auto document = config::parse_document(text, "k6.yaml", faults);
  return read_options(config::Object(document, faults));
}

Options valid(const std::string& text)
{
  config::Faults faults;
  auto options = read(text, faults);
  for (const auto& fault : faults.list())
    ADD_FAILURE() << to_string(fault);
  return options;
}

std::string faults_of(const std::string& text)
{
  config::Faults faults;
  read(text, faults);
  std::string result;
  for (const auto& fault : faults.list())
    result.append(result.empty() ? "" : "\n").append(to_string(fault));
  return result;
}

template <class Executor> const Executor& only(const Options& options)
{
  EXPECT_EQ(options.scenarios.size(), 1);
  return std::get<Executor>(options.scenarios.front().executor);
}

TEST(Options, HaveK6sDefaults)
{
  const auto options = valid("{}");
  EXPECT_EQ(only<PerVuIterations>(options).vus, 1);
  EXPECT_EQ(only<PerVuIterations>(options).iterations, 1);
  EXPECT_EQ(only<PerVuIterations>(options).max_duration_ns, 600 * second_ns);
  const auto& scenario = options.scenarios.front();
  EXPECT_EQ(scenario.name, "default");
  EXPECT_EQ(scenario.exec, "default");
  EXPECT_EQ(scenario.start_time_ns, 0);
  EXPECT_EQ(scenario.graceful_stop_ns, 30 * second_ns);
  EXPECT_THAT(options.summary_trend_stats, ElementsAre("avg", "min", "med", "max", "p(90)", "p(95)"));
  EXPECT_EQ(options.setup_timeout_ns, 60 * second_ns);
  EXPECT_EQ(options.batch, 20);
  EXPECT_EQ(options.batch_per_host, 6);
}

TEST(Options, ReadShortcutsAsK6Does)
{
  EXPECT_EQ(only<ConstantVus>(valid("{vus: 10, duration: 30s}")).vus, 10);
  EXPECT_EQ(only<ConstantVus>(valid("{duration: 30s}")).duration_ns, 30 * second_ns);
  const auto shared = only<SharedIterations>(valid("{vus: 5, iterations: 20, duration: 1m30s}"));
  EXPECT_EQ(shared.vus, 5);
  EXPECT_EQ(shared.iterations, 20);
  EXPECT_EQ(shared.max_duration_ns, 90 * second_ns);
  EXPECT_EQ(only<SharedIterations>(valid("{vus: 7}")).iterations, 7);
  const auto ramp = only<RampingVus>(valid("{vus: 4, stages: [{duration: 10s, target: 9}]}"));
  EXPECT_EQ(ramp.start_vus, 4);
  EXPECT_THAT(ramp.stages, ElementsAre(Stage{10 * second_ns, 9}));
  EXPECT_EQ(only<RampingVus>(valid("{stages: [{duration: 10s, target: 9}]}")).start_vus, 1);
}

TEST(Options, ReadScenariosOfAllExecutors)
{
  const auto options = valid(R"(
scenarios:
  steady: {executor: constant-vus, vus: 3, duration: 10s, startTime: 5s, exec: buy, tags: {kind: a}, env: {X: "1"}}
  ramp: {executor: ramping-vus, startVUs: 0, stages: [{duration: 15s, target: 160}], gracefulRampDown: 10s, gracefulStop: 12s}
  rate: {executor: constant-arrival-rate, rate: 100, timeUnit: 1m, duration: 1m, preAllocatedVUs: 50}
  climb: {executor: ramping-arrival-rate, startRate: 10, stages: [{duration: 10s, target: 1000}], preAllocatedVUs: 200, maxVUs: 500}
  each: {executor: per-vu-iterations, vus: 100, iterations: 1000}
  shared: {executor: shared-iterations, vus: 2, iterations: 10, maxDuration: 1s}
)");
  ASSERT_EQ(options.scenarios.size(), 6);
  const auto scenario = [&](const char* name) -> const ScenarioOptions& {
    return *std::ranges::find(options.scenarios, name, &ScenarioOptions::name);
  };
  const auto& steady = scenario("steady");
  EXPECT_EQ(steady.exec, "buy");
  EXPECT_EQ(steady.start_time_ns, 5 * second_ns);
  EXPECT_THAT(steady.tags, ElementsAre(std::pair<std::string, std::string>("kind", "a")));
  const auto& ramp = std::get<RampingVus>(scenario("ramp").executor);
  EXPECT_EQ(ramp.graceful_ramp_down_ns, 10 * second_ns);
  EXPECT_EQ(scenario("ramp").graceful_stop_ns, 12 * second_ns);
  const auto& rate = std::get<ConstantArrivalRate>(scenario("rate").executor);
  EXPECT_EQ(rate.time_unit_ns, 60 * second_ns);
  EXPECT_EQ(rate.vus.most, 50); // maxVUs defaults to preAllocatedVUs
  EXPECT_EQ(std::get<RampingArrivalRate>(scenario("climb").executor).vus.most, 500);
  EXPECT_EQ(std::get<PerVuIterations>(scenario("each").executor).iterations, 1000);
  EXPECT_EQ(std::get<SharedIterations>(scenario("shared").executor).max_duration_ns, second_ns);
}

TEST(Options, ReadThresholdsInAllForms)
{
  const auto options = valid(R"(
thresholds:
  http_req_duration: [p(95)<500]
  http_req_failed: [rate<0.01, {threshold: rate<0.5, abortOnFail: true, delayAbortEval: 10s}]
)");
  ASSERT_EQ(options.thresholds.size(), 3);
  EXPECT_EQ(options.thresholds[0].metric_key, "http_req_duration");
  EXPECT_EQ(options.thresholds[0].expression, "p(95)<500");
  EXPECT_FALSE(options.thresholds[1].abort_on_fail);
  EXPECT_TRUE(options.thresholds[2].abort_on_fail);
  EXPECT_EQ(options.thresholds[2].delay_abort_eval_s, 10);
}

// As real k6, which takes a percentile beyond 100.
TEST(Options, RefuseAThresholdThatIsNoList)
{
  EXPECT_EQ(faults_of("thresholds: {http_req_duration: p(95)<500}"),
            "k6.yaml:1:33: thresholds.http_req_duration: expected a list of expressions, as k6 does: [\"p(95)<500\"]");
  EXPECT_EQ(valid("thresholds: {http_req_duration: ['p(101)<500']}").thresholds.size(), 1);
}

TEST(Options, OrderScenariosByStartTimeThenName)
{
  const auto options =
      valid("scenarios: {b: {executor: per-vu-iterations}, late: {executor: per-vu-iterations, startTime: "
            "1s}, a: {executor: per-vu-iterations}, z: {executor: per-vu-iterations, startTime: 500ms}}");
  std::vector<std::string> names;
  for (const auto& scenario : options.scenarios)
    names.push_back(scenario.name);
  EXPECT_THAT(names, ElementsAre("a", "b", "z", "late"));
}

TEST(Options, TakeTheUnitOfTimesAndTheSystemTags)
{
  const auto options = valid("{summaryTimeUnit: ms, systemTags: [status, method]}");
  EXPECT_EQ(options.summary_time_unit, TimeUnit::milliseconds);
  EXPECT_THAT(options.system_tags.names, ElementsAre("method", "status"));
  EXPECT_FALSE(valid("{}").summary_time_unit);
  EXPECT_TRUE(valid("{}").system_tags.has("url"));
}

TEST(Options, WarnOfUnknownKeysOfAScript)
{
  config::Faults faults;
  const auto document = config::parse_document("{vus: 2, duration: 5s, treshold: {}}", "k6.yaml", faults);
  const auto options = read_options(config::Object(document, faults), {.warns_of_unknown = true});
  EXPECT_TRUE(faults.empty());
  EXPECT_THAT(options.warnings, ElementsAre("There were unknown fields in the options exported in the script: unknown "
                                            "key \"treshold\", did you mean \"thresholds\"?"));
}

// Measured: k6 v0.47 runs `vus: 3` alone as one iteration of one VU.
TEST(Options, MeanOneIterationByVusAloneBefore048)
{
  config::Faults faults;
  const auto document = config::parse_document("{vus: 3}", "k6.yaml", faults);
  const auto old = read_options(config::Object(document, faults), {.version = *parse_k6_version("v0.47.0")});
  EXPECT_EQ(planned_iterations(old.scenarios.front().executor), 1);
  const auto newest = read_options(config::Object(document, faults));
  EXPECT_EQ(planned_iterations(newest.scenarios.front().executor), 3);
  EXPECT_FALSE(parse_k6_version("newest"));
  EXPECT_GT(*parse_k6_version("1.0"), *parse_k6_version("0.57.1"));
}

TEST(Options, TakeBareDurationsAsMilliseconds)
{
  EXPECT_EQ(valid("{setupTimeout: 1500}").setup_timeout_ns, 1'500'000'000);
}

TEST(Options, AcceptWhatHasNoMeaningHere)
{
  valid("{dns: {ttl: 1m}, userAgent: x, insecureSkipTLSVerify: true, systemTags: [status]}");
}

TEST(Options, RefuseTwoShortcuts)
{
  EXPECT_EQ(
      faults_of("{duration: 1s, stages: [{duration: 1s, target: 1}]}"),
      "k6.yaml:1:12: duration: using multiple execution config shortcuts (duration and stages) simultaneously is not "
      "allowed");
  EXPECT_EQ(
      faults_of("{iterations: 5, scenarios: {a: {executor: per-vu-iterations}}}"),
      "k6.yaml:1:14: iterations: using multiple execution config shortcuts (iterations and scenarios) simultaneously "
      "is not allowed");
}

TEST(Options, WarnOfVusBesideScenarios)
{
  EXPECT_THAT(valid("{vus: 5, scenarios: {a: {executor: per-vu-iterations}}}").warnings,
              ElementsAre("the option vus is ignored, because there are scenarios"));
}

TEST(Options, RefuseWhatK6Refuses)
{
  const auto scenario = [](const std::string& body) { return faults_of("scenarios:\n  a: {" + body + "}\n"); };
  EXPECT_EQ(scenario("executor: constant-vus, duration: 500ms"),
            "k6.yaml:2:41: scenarios.a.duration: 500ms is below 1s");
  EXPECT_EQ(scenario("executor: constant-vus, duration: 5s, vus: 0"),
            "k6.yaml:2:50: scenarios.a.vus: 0 is below 1 (default 1)");
  EXPECT_EQ(scenario("executor: ramping-vus, startVUs: 0, stages: [{duration: 5s, target: 0}]"),
            "k6.yaml:2:6: scenarios.a: either startVUs or one of the stages' target values must be greater than 0");
  EXPECT_EQ(scenario("executor: ramping-vus"),
            "k6.yaml:2:6: scenarios.a: at least one stage has to be specified in stages");
  EXPECT_EQ(scenario("executor: constant-arrival-rate, rate: 1, duration: 5s, preAllocatedVUs: 5, maxVUs: 4"),
            "k6.yaml:2:91: scenarios.a.maxVUs: 4 is below preAllocatedVUs, which is 5");
  EXPECT_EQ(scenario("executor: shared-iterations, vus: 5, iterations: 4"),
            "k6.yaml:2:6: scenarios.a: the number of iterations (4) can't be less than the number of VUs (5)");
  EXPECT_EQ(scenario("executor: per-vu-iterations, iterationz: 4"),
            "k6.yaml:2:36: scenarios.a: unknown key \"iterationz\", did you mean \"iterations\"?");
}

TEST(Options, RefuseAScenarioNameThatK6Refuses)
{
  EXPECT_EQ(
      faults_of("scenarios:\n  a b: {executor: per-vu-iterations}\n"),
      "k6.yaml:2:8: scenarios.a b: the scenario name should contain only numbers, latin letters, underscores, and "
      "dashes");
}

TEST(Options, RefuseExternallyControlled)
{
  EXPECT_EQ(faults_of("scenarios:\n  a: {executor: externally-controlled, vus: 5, maxVUs: 9}\n"),
            "k6.yaml:2:17: scenarios.a.executor: externally-controlled is not supported: nobody can turn its knobs in "
            "simulated time, and k6 itself removed it in v2.0.0; use ramping-vus");
}

TEST(Options, TellTheNearestExecutor)
{
  EXPECT_THAT(faults_of("scenarios:\n  a: {executor: ramping-vu, stages: [{duration: 1s, target: 1}]}\n"),
              testing::HasSubstr("found \"ramping-vu\", did you mean \"ramping-vus\"?"));
}

TEST(Options, RefuseThresholdsThatK6CannotParse)
{
  EXPECT_THAT(faults_of("thresholds:\n  http_reqs:\n    - count!20\n"),
              testing::StartsWith("k6.yaml:3:7: thresholds.http_reqs[0]: "));
}

TEST(Options, ReferToJourneysThatExist)
{
  const auto options = valid("scenarios:\n  a: {executor: per-vu-iterations, exec: byu}\n");
  config::Faults faults;
  check_journeys_exist(options, {"buy", "look"}, faults);
  ASSERT_EQ(faults.list().size(), 1);
  EXPECT_EQ(to_string(faults.list().front()),
            "k6.yaml:2:42: scenario a: exec \"byu\" is not among the journeys, did you mean \"buy\"?");
}

// Constant: 3 VUs from 5 to 15 + 30; ramp: 2 from 0 to 10 + 30; both overlap from 5 on.
TEST(Options, InitialiseTheMostVusNeededAtOneTime)
{
  const auto options = valid(R"(
scenarios:
  steady: {executor: constant-vus, vus: 3, duration: 10s, startTime: 5s}
  ramp: {executor: ramping-vus, startVUs: 1, stages: [{duration: 10s, target: 2}]}
  late: {executor: constant-vus, vus: 4, duration: 10s, startTime: 45s}
)");
  EXPECT_EQ(initialised_vus(options), 5);
  EXPECT_EQ(longest_duration_ns(options), 85 * second_ns);
}

} // namespace
} // namespace onsale::k6
