#include "model/k6/user/request_batch.hpp"
#include "tests/unit/k6/load_test_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::k6 {
namespace {

using testing::ElementsAre;

/// Ten requests to `occupy` in one batch, which asks for the seats 0 to 9 and keeps the holds in their order.
const std::string ten_seats = with_steps("      - batch:\n"
                                         "          times: 10\n"
                                         "          steps:\n"
                                         "            - select: {name: seat, sequence: {from: 0}}\n"
                                         "            - request:\n"
                                         "                endpoint: occupy\n"
                                         "                send: {seatId: seat}\n"
                                         "                checks: [{name: held, when: status == 200}]\n"
                                         "      - sleep: 100s\n");

std::string options_with(const std::string& more)
{
  return more + "scenarios: {one: {executor: per-vu-iterations, vus: 1, iterations: 1}}\n";
}

std::vector<double> seats_asked(const TestRig& rig)
{
  std::vector<double> seats;
  for (const auto& each : rig.target.asked)
    seats.push_back(each.sent.front());
  return seats;
}

} // namespace

// Each answer takes 1 s: six at 0 s, and when they end at 1 s the other four.
TEST(RequestBatch, SendsSixToOneHostAtATime)
{
  TestRig rig(options_with(""), ten_seats, answering_after(1));
  rig.run_until(50);
  EXPECT_THAT(rig.asked_at(), ElementsAre(0, 0, 0, 0, 0, 0, 1, 1, 1, 1));
  EXPECT_THAT(seats_asked(rig), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  EXPECT_EQ(rig.counted("http_reqs"), 10);
  EXPECT_EQ(rig.samples.values("checks").size(), 10U);
}

// Four workers. The first request takes 3 s, all others 1 s: the slow one holds up nobody else.
TEST(RequestBatch, GivesTheNextRequestToWhicheverWorkerIsFree)
{
  TestRig rig(options_with("batch: 4\n"), ten_seats, [](const Exchange& exchange) {
    return answer_after(exchange.sent.front().value.as_number() == 0 ? 3 : 1);
  });
  rig.run_until(50);
  EXPECT_THAT(rig.asked_at(), ElementsAre(0, 0, 0, 0, 1, 1, 1, 2, 2, 2));
}

// Go keeps two idle connections to a host where batchPerHost sets no limit: the third and fourth of a batch are closed
// after it.
TEST(RequestBatch, KeepsTwoConnectionsWithoutALimitPerHost)
{
  std::vector<bool> fresh;
  const auto twice = with_steps("      - repeat:\n"
                                "          times: 2\n"
                                "          steps:\n"
                                "            - batch: {times: 4, steps: [{request: {endpoint: occupy}}]}\n");
  TestRig rig(options_with("batch: 4\nbatchPerHost: 0\n"), twice, [&](const Exchange& exchange) {
    fresh.push_back(exchange.fresh_connection);
    return answer_after(1);
  });
  rig.run_until(50);
  EXPECT_THAT(fresh, ElementsAre(false, false, true, true, false, false, true, true));
}

TEST(RequestBatch, UsesOneConnectionForEachWorkerAgainAndAgain)
{
  std::vector<std::uint32_t> connections;
  TestRig rig(options_with("batchPerHost: 2\n"), ten_seats, [&](const Exchange& exchange) {
    connections.push_back(exchange.connection);
    return answer_after(1);
  });
  rig.run_until(50);
  EXPECT_THAT(connections, ElementsAre(0, 1, 0, 1, 0, 1, 0, 1, 0, 1));
}

// The second answer comes first; what is kept is that of each in order: the last is the user's.
TEST(RequestBatch, TellsAnswersInTheOrderOfTheRequests)
{
  const auto journey = "journeys:\n"
                       "  default:\n"
                       "    setup:\n"
                       "      repeat: 2\n"
                       "      steps:\n"
                       "        - batch:\n"
                       "            times: 3\n"
                       "            steps:\n"
                       "              - select: {name: user, sequence: {from: 1}}\n"
                       "              - request: {endpoint: queue_token, send: {userId: user}, append: {tokens: id}}\n"
                       "    steps: [{select: {name: token, pick: tokens}}, {sleep: 1s}]\n";
  NameId id = 0;
  TestRig rig(options_with(""), journey, [&](const Exchange& exchange) {
    auto answer = answer_after(exchange.sent.front().value.as_number() == 1 ? 2 : 1);
    answer.fields = {{id, 10 * exchange.sent.front().value.as_number()}};
    return answer;
  });
  id = *rig.journeys.names.fields.find("id");
  rig.run();
  EXPECT_THAT(rig.scripts.lists().front(), ElementsAre(10, 20, 30, 40, 50, 60));
}

TEST(RequestBatch, EndsWithItsUserAndLeavesNoSamplesOfRequestsUnderWay)
{
  TestRig rig(
      "scenarios: {one: {executor: constant-vus, vus: 1, duration: 2s, gracefulStop: 0s}}\n", ten_seats,
      [](const Exchange& exchange) { return answer_after(exchange.sent.front().value.as_number() < 3 ? 1 : 5); });
  rig.run();
  EXPECT_EQ(rig.counted("http_reqs"), 3);
  EXPECT_EQ(rig.counted("data_sent"), 900); // of six more that were under way
  EXPECT_EQ(rig.test.progress().interrupted, 1u);
}

TEST(RequestBatch, WaitsForTheRateLimitBeforeEachRequest)
{
  TestRig rig(options_with("rps: 2\n"), ten_seats, answering_after(0.1));
  rig.run_until(50);
  EXPECT_THAT(rig.asked_at(), ElementsAre(0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5));
}

TEST(RequestBatch, HoldsRequestsAndSelectionsAlone)
{
  EXPECT_EQ(journey_faults(with_steps("      - batch: {steps: [{request: {endpoint: occupy}}, {sleep: 1s}]}\n")),
            "sale.yaml:4:64: journeys.default.steps[0].batch.steps[1].sleep: a batch holds select and request alone\n");
  EXPECT_EQ(journey_faults(with_steps("      - batch: {steps: [{select: {name: x, const: 1}}]}\n")),
            "sale.yaml:4:24: journeys.default.steps[0].batch.steps: expected at least one request\n");
}

} // namespace onsale::k6
