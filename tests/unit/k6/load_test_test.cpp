#include "tests/unit/k6/load_test_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::k6 {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::Ge;
using testing::Le;
using State = ScenarioProgress::State;

const std::string with_setup =
    "journeys:\n"
    "  default:\n"
    "    setup:\n"
    "      repeat: 3\n"
    "      steps:\n"
    "        - select: {name: user, random_int: [1, 100000]}\n"
    "        - request: {endpoint: queue_token, send: {userId: user}, append: {tokens: data.token}, "
    "checks: [{name: issued, when: status == 200}]}\n"
    "    steps:\n"
    "      - select: {name: token, pick: tokens}\n"
    "      - request: {endpoint: queue_status, send: {token: token}}\n"
    "      - sleep: 1s\n";

TEST(LoadTest, RunsSetupByAUserOfItsOwnBeforeTheScenarios)
{
  ScriptedTarget::Script script;
  TestRig rig("{vus: 2, duration: 4s}", with_setup, [&script](const Exchange& exchange) { return script(exchange); });
  const auto token = *rig.journeys.names.fields.find("data.token");
  script = [token](const Exchange& exchange) {
    auto answer = answer_after(exchange.user == 2 ? 0.75 : 0.25);
    answer.fields = {{token, static_cast<double>(exchange.request_id & 0xffff) + 10}};
    return answer;
  };
  const auto result = rig.run();
  // Setup: three requests in a row, to 2.25. Then iterations of 1.25 s from 2.25 on; the last begin at 6 < 6.25.
  EXPECT_THAT(rig.scripts.lists(), ElementsAre(ElementsAre(10, 11, 12)));
  EXPECT_EQ(rig.asked_at()[3], 2.25);
  EXPECT_DOUBLE_EQ(result.duration_s, 2.25 + 4 * 1.25);
  EXPECT_EQ(result.progress.complete, 8);
  EXPECT_EQ(rig.counted("iterations"), 8);
  EXPECT_EQ(rig.counted("http_reqs"), 11);
  EXPECT_EQ(rig.counted("data_sent"), 1100);
  EXPECT_THAT(rig.samples.values("vus"), ElementsAre(0, 0, 2, 2, 2, 2, 2));
  EXPECT_THAT(rig.samples.values("vus_max"), Each(2));
  const auto& in_setup = rig.samples.by_metric["http_reqs"][0].tags;
  EXPECT_EQ(*in_setup.find("group"), "::setup");
  EXPECT_EQ(in_setup.find("scenario"), nullptr);
  for (std::size_t i = 3; i < rig.target.asked.size(); ++i)
    EXPECT_THAT(rig.target.asked[i].sent, ElementsAre(AllOf(Ge(10), Le(12))));
}

TEST(LoadTest, EndsWithCode100WhenSetupTakesTooLong)
{
  TestRig rig("{vus: 2, duration: 4s, setupTimeout: 2s}", with_setup, answering_after(0.75));
  const auto result = rig.run();
  EXPECT_EQ(result.exit_code, ExitCode::setup_timeout);
  EXPECT_DOUBLE_EQ(result.duration_s, 2);
  EXPECT_EQ(result.progress.complete, 0);
  EXPECT_EQ(result.progress.interrupted, 0);
  EXPECT_EQ(rig.counted("http_reqs"), 2);
  ASSERT_EQ(result.warnings.size(), 1);
  EXPECT_EQ(result.warnings[0].message, "setup() timed out after 2 seconds");
  EXPECT_EQ(result.progress.scenarios[0].state, State::interrupted);
}

TEST(LoadTest, StartsEachScenarioAtItsTime)
{
  TestRig rig("scenarios:\n"
              "  early: {executor: per-vu-iterations, vus: 2, startTime: 1s}\n"
              "  late: {executor: per-vu-iterations, vus: 3, startTime: 2500ms}\n",
              sleeping("1s"), never);
  EXPECT_EQ(rig.run_until(0.5).scenarios[0].state, State::waiting);
  const auto between = rig.run_until(1.5);
  EXPECT_EQ(between.scenarios[0].state, State::running);
  EXPECT_EQ(between.scenarios[0].elapsed_s, 0.5);
  EXPECT_EQ(between.scenarios[0].vus_active, 2);
  EXPECT_EQ(between.scenarios[1].state, State::waiting);
  EXPECT_EQ(rig.run_until(2.25).scenarios[0].state, State::finished);
  rig.run_until(10);
  EXPECT_THAT(rig.samples.times("iterations"), ElementsAre(2, 2, 3.5, 3.5, 3.5));
  EXPECT_DOUBLE_EQ(rig.test.result().duration_s, 3.5);
}

// Both need 2 users; the first may hold them until 1 + 3, when the second starts: 2 are initialised, not 4.
TEST(LoadTest, HandsTheUsersOfAScenarioThatEndsToOneThatStarts)
{
  TestRig rig("scenarios:\n"
              "  a: {executor: constant-vus, vus: 2, duration: 1s, gracefulStop: 3s}\n"
              "  b: {executor: constant-vus, vus: 2, duration: 1s, startTime: 4s}\n",
              sleeping("10s"), never);
  const auto result = rig.run();
  EXPECT_EQ(result.progress.vus_initialised, 2);
  EXPECT_EQ(result.progress.scenarios[0].interrupted, 2);
  EXPECT_EQ(result.progress.scenarios[1].complete, 2);
}

TEST(LoadTest, EndsWithCode99WhenAThresholdIsCrossedAtTheEnd)
{
  TestRig kept("{iterations: 1, thresholds: {http_req_duration: ['max<1001']}}", one_request, answering_after(1));
  TestRig crossed("{iterations: 1, thresholds: {http_req_duration: ['max<1000']}}", one_request, answering_after(1));
  EXPECT_EQ(kept.run().exit_code, ExitCode::ok);
  EXPECT_EQ(crossed.run().exit_code, ExitCode::thresholds_crossed);
  EXPECT_EQ(crossed.test.thresholds().verdicts()[0].observed, 1000);
  EXPECT_THAT(crossed.test.result().aborted_by, ElementsAre());
}

// Every request fails; thresholds are judged at 2, 4, 6, 8.. and may abort only after 5 s: the test stops at 6.
TEST(LoadTest, IsAbortedByAThresholdAfterItsDelay)
{
  TestRig rig("{vus: 3, duration: 1m, thresholds: {http_req_failed: [{threshold: 'rate<0.1', abortOnFail: true, "
              "delayAbortEval: 5s}]}}",
              with_steps("      - request: {endpoint: occupy}\n      - sleep: 10s\n"),
              [](const Exchange&) { return answer_after(0.5, 500); });
  const auto result = rig.run();
  EXPECT_DOUBLE_EQ(result.duration_s, 6);
  EXPECT_EQ(result.exit_code, ExitCode::thresholds_crossed);
  EXPECT_THAT(result.aborted_by, ElementsAre("http_req_failed"));
  EXPECT_EQ(result.progress.interrupted, 3);
  EXPECT_EQ(result.progress.scenarios[0].state, State::interrupted);
}

TEST(LoadTest, CountsNoDropsOfAnAbortedTest)
{
  TestRig rig("{vus: 1, iterations: 100, thresholds: {http_req_failed: [{threshold: 'rate<0.1', abortOnFail: true}]}}",
              with_steps("      - request: {endpoint: occupy}\n      - sleep: 10s\n"),
              [](const Exchange&) { return answer_after(0.5, 500); });
  EXPECT_DOUBLE_EQ(rig.run().duration_s, 2);
  EXPECT_EQ(rig.counted("dropped_iterations"), 0);
}

TEST(LoadTest, SamplesTheGaugesEverySecond)
{
  TestRig rig("{vus: 2, duration: 3s}", sleeping("1.5s"), never);
  rig.run();
  EXPECT_THAT(rig.samples.times("vus"), ElementsAre(1, 2, 3));
  EXPECT_THAT(rig.samples.times("vus_max"), ElementsAre(1, 2, 3));
}

TEST(LoadTest, TellsItsEndOnceAtItsInstant)
{
  engine::Simulation simulation;
  const auto options = valid_options("{vus: 1, iterations: 2}");
  const auto journeys = valid_journeys(sleeping("1.25s"));
  ScriptedTarget target(simulation, never);
  std::vector<double> ends;
  LoadTest::Settings settings;
  settings.done = [&] { ends.push_back(engine::in_seconds(simulation.now())); };
  JourneyScripts scripts(journeys);
  LoadTest test(simulation, target, options, scripts, settings);
  test.start();
  simulation.run();
  EXPECT_THAT(ends, ElementsAre(2.5));
}

TEST(LoadTest, CountsTimeFromItsOwnStart)
{
  engine::Simulation simulation;
  const auto options = valid_options("{vus: 1, iterations: 1}");
  const auto journeys = valid_journeys(one_request);
  ScriptedTarget target(simulation, answering_after(1.5));
  SampleLog samples;
  JourneyScripts scripts(journeys);
  LoadTest test(simulation, target, options, scripts, {});
  test.metrics().add_output(samples);
  simulation.advance_to(engine::at_seconds(100));
  test.start();
  simulation.run();
  EXPECT_THAT(samples.times("vus"), ElementsAre(1));
  EXPECT_THAT(samples.times("iterations"), ElementsAre(1.5));
  EXPECT_EQ(test.result().duration_s, 1.5);
}

const std::string mixed_options =
    "scenarios:\n"
    "  ramp: {executor: ramping-vus, startVUs: 1, gracefulRampDown: 1s, stages: [{duration: 5s, target: 20}, "
    "{duration: 5s, "
    "target: 2}]}\n"
    "  rate: {executor: constant-arrival-rate, rate: 30, duration: 9s, preAllocatedVUs: 4, maxVUs: 9, startTime: 1s}\n"
    "thresholds: {http_req_duration: ['p(95)<500']}\n";
const std::string mixed_journey = with_steps("      - select: {name: user, random_int: [1, 100000]}\n"
                                             "      - request: {endpoint: occupy, send: {userId: user}}\n"
                                             "      - sleep: {random: [100ms, 900ms]}\n");

ScriptedTarget::Script mixed_answers()
{
  return [](const Exchange& exchange) -> std::optional<Answer> {
    if (exchange.request_id % 17 == 16)
      return std::nullopt;
    return answer_after(0.05 + 1e-5 * exchange.sent[0].value.as_number(), exchange.user % 5 == 0 ? 409 : 200);
  };
}

TEST(LoadTest, GivesTheSameSamplesForTheSameSeed)
{
  LoadTest::Settings other;
  other.seed = 2;
  TestRig first(mixed_options, mixed_journey, mixed_answers());
  TestRig second(mixed_options, mixed_journey, mixed_answers());
  TestRig third(mixed_options, mixed_journey, mixed_answers(), other);
  first.run();
  second.run();
  third.run();
  EXPECT_GT(first.samples.lines.size(), 1000);
  EXPECT_EQ(first.samples.lines, second.samples.lines);
  EXPECT_NE(first.samples.lines, third.samples.lines);
}

TEST(LoadTest, LeavesNothingBehindWhenItIsDroppedInTheMiddle)
{
  TestRig rig(mixed_options, mixed_journey, mixed_answers());
  EXPECT_GT(rig.run_until(4.5).vus_active, 10);
} // the address sanitizer looks at the rest

TEST(LoadTest, BreaksDownItsIterationsByScenario)
{
  TestRig rig(mixed_options, mixed_journey, mixed_answers());
  const auto progress = rig.run().progress;
  ASSERT_EQ(progress.scenarios.size(), 2);
  EXPECT_EQ(progress.scenarios[0].name, "ramp");
  EXPECT_EQ(progress.complete, progress.scenarios[0].complete + progress.scenarios[1].complete);
  EXPECT_EQ(progress.interrupted, progress.scenarios[0].interrupted + progress.scenarios[1].interrupted);
  EXPECT_EQ(rig.counted("iterations"), progress.complete);
  EXPECT_EQ(rig.counted("dropped_iterations"), progress.scenarios[1].dropped);
  EXPECT_EQ(progress.vus_active, 0);
  EXPECT_EQ(rig.samples.values("vus_max").back(), progress.vus_initialised);
}

} // namespace
} // namespace onsale::k6
