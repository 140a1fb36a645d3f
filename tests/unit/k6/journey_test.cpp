#include "model/k6/journey/journey.hpp"
#include "tests/unit/k6/journey_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::k6 {
namespace {

using testing::HasSubstr;

TEST(Journey, InternsEndpointsInTheOrderOfTheSystemAndFieldsAsWritten)
{
  const auto journeys = valid_journeys(with_steps(R"(
      - request: {endpoint: occupy, send: {seatId: 5}, keep: {hold: data.id}, timeout: 2s}
)"));
  EXPECT_EQ(journeys.names.endpoints.all(), test_endpoints);
  EXPECT_THAT(journeys.names.fields.all(), testing::ElementsAre("seatId", "data.id"));
  ASSERT_NE(journeys.find("default"), nullptr);
  const auto& request = journeys.find("default")->steps.requests.at(0);
  EXPECT_EQ(journeys.names.endpoints[request.endpoint], "occupy");
  EXPECT_EQ(journeys.names.requests[request.name], "occupy");
  EXPECT_EQ(request.timeout_s, 2);
  EXPECT_EQ(journeys.find("other"), nullptr);
}

TEST(Journey, TellsTheNearestEndpoint)
{
  EXPECT_EQ(
      journey_faults(with_steps("      - request: {endpoint: queue_tokn}\n")),
      "sale.yaml:4:29: journeys.default.steps[0].request.endpoint: \"queue_tokn\" is not an endpoint of the system, "
      "did you mean \"queue_token\"?\n");
}

TEST(Journey, TellsTheNearestVariable)
{
  EXPECT_EQ(
      journey_faults(with_steps("      - request: {endpoint: queue_status, keep: {position: data.position}}\n"
                                "      - check: {name: active, when: positon == 0}\n")),
      "sale.yaml:5:37: journeys.default.steps[1].check.when: \"positon\" is not a variable that a select or keep of "
      "these steps sets, did you mean \"position\"? (a response field of one word is written response.positon)\n");
}

TEST(Journey, RefusesAListThatNoSetupFills)
{
  EXPECT_EQ(
      journey_faults(with_steps("      - select: {name: token, pick: tokens}\n")),
      "sale.yaml:4:37: journeys.default.steps[0].select.pick: \"tokens\" is not a list that a setup appends to (a "
      "list of a response is written response.tokens)\n");
}

TEST(Journey, RefusesAMetricThatIsNotDeclared)
{
  EXPECT_THAT(journey_faults(with_steps("      - add: {metric: failed, value: 1}\n")),
              HasSubstr("\"failed\" is not among the custom metrics"));
}

TEST(Journey, SaysWhatAConditionLacks)
{
  const auto fault = [](const std::string& condition) {
    return journey_faults(with_steps("      - check: {name: a, when: \"" + condition + "\"}\n"));
  };
  const std::string place = "sale.yaml:4:32: journeys.default.steps[0].check.when: ";
  EXPECT_EQ(fault("status = 200"), place + "expected ==, !=, <, <=, >, >=, present, missing or empty after \"status\", "
                                           "found \"=\"\n");
  EXPECT_EQ(fault("status == ok"), place + "expected a number after \"==\", found \"ok\"\n");
  EXPECT_EQ(fault("status == 200 data.id present"), place + "expected `and` or `or`, found \"data.id\"\n");
  EXPECT_EQ(fault("status == 200 and"), place + "expected a condition such as status == 200, data.token present or any "
                                                "check failed, found the end\n");
}

TEST(Journey, RefusesUnknownKeysAndSteps)
{
  EXPECT_THAT(journey_faults(with_steps("      - sleeep: 1s\n")),
              HasSubstr("unknown key \"sleeep\", did you mean \"sleep\"?"));
  EXPECT_THAT(journey_faults(with_steps("      - request: {endpoint: occupy, sends: {a: 1}}\n")),
              HasSubstr("unknown key \"sends\", did you mean \"send\"?"));
}

TEST(Journey, KeepsSetupAndIterationsApart)
{
  EXPECT_THAT(journey_faults(with_steps("      - stop: repetition\n")),
              HasSubstr("only setup has repetitions; use iteration"));
  EXPECT_THAT(journey_faults(with_steps("      - select: {name: user, random_int: [1, 5], unique: true}\n")),
              HasSubstr("only goes with random_int and in setup"));
  EXPECT_THAT(journey_faults(with_steps("      - request: {endpoint: queue_token, append: {tokens: data.token}}\n")),
              HasSubstr("shared lists are filled in setup only"));
}

TEST(Journey, SendsAnyNumberOfFields)
{
  EXPECT_EQ(journey_faults(with_steps(
                "      - request: {endpoint: occupy, send: {a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9}}\n")),
            "");
}

TEST(Journey, FindsStepsThatAreNeverReached)
{
  EXPECT_EQ(journey_faults(with_steps("      - stop: iteration\n      - sleep: 1s\n")),
            "sale.yaml:5:9: this step is never reached: every way to it stops before\n");
}

TEST(Journey, FindsLoopsThatNothingInsideCanEnd)
{
  EXPECT_EQ(journey_faults(with_steps(R"(
      - request: {endpoint: queue_status, keep: {position: data.position}}
      - poll:
          until: position == 0
          steps:
            - request: {endpoint: queue_status}
)")),
            "sale.yaml:6:9: this loop never ends: nothing inside it changes what \"position == 0\" looks at\n");
}

TEST(Journey, FindsLoopsThatMayGoOnAtOneInstant)
{
  EXPECT_EQ(journey_faults(with_steps(R"(
      - poll:
          until: dice == 6
          steps:
            - select: {name: dice, random_int: [1, 6]}
)")),
            "sale.yaml:8:15: this loop may go on forever without a request or a pause; give it max_tries or a sleep\n");
}

TEST(Journey, AcceptsAnUnlimitedPoll)
{
  valid_journeys(with_steps(R"(
      - poll:
          until: data.position == 0
          steps:
            - request: {endpoint: queue_status}
          between:
            - sleep: 1s
)"));
}

TEST(Journey, LimitsTheNestingOfLoops)
{
  std::string steps;
  std::string indent = "      ";
  for (int i = 0; i < 9; ++i, indent += "      ")
    steps += indent + "- repeat:\n" + indent + "    times: 2\n" + indent + "    steps:\n";
  EXPECT_THAT(journey_faults(with_steps(steps + indent + "- sleep: 1s\n")), HasSubstr("can be nested 8 deep at most"));
}

} // namespace
} // namespace onsale::k6
