// The three published journeys of a concert-booking system with a waiting queue, run against scripted responses.
#include "model/k6/journey/journey_runner.hpp"
#include "tests/unit/k6/journey_fixture.hpp"

#include <gmock/gmock.h>

#include <optional>

namespace onsale::k6 {
namespace {

using testing::ElementsAre;

const char* const token_issue = R"(
journeys:
  default:
    steps:
      - select: {name: user, random_int: [1, 100000]}
      - request:
          endpoint: queue_token
          name: issue_token
          send: {userId: user}
          checks:
            - {name: status is 200, when: status == 200}
            - {name: has token, when: data.token present}
            - {name: has estimatedWaitingTime, when: data.estimatedWaitingTime present}
      - add: {metric: failed_requests, when: any check failed}
      - sleep: 1s
metrics:
  - {name: failed_requests, kind: rate}
)";

const char* const status_poll = R"(
journeys:
  default:
    setup:
      repeat: 3
      steps:
        - select: {name: user, random_int: [1, 100000]}
        - request: {endpoint: queue_token, name: issue_token, send: {userId: user}, append: {tokens: data.token}}
    steps:
      - select: {name: token, pick: tokens}
      - request:
          endpoint: queue_status
          send: {User-Token: token}
          checks:
            - {name: status is 200, when: status == 200}
            - {name: has queuePosition, when: data.position present}
      - add: {metric: failed_requests, when: any check failed}
      - sleep: 1.5s
metrics:
  - {name: failed_requests, kind: rate}
)";

const char* const seat_journey = R"(
journeys:
  default:
    setup:
      repeat: 4
      steps:
        - select: {name: user, random_int: [1, 100000], unique: true}
        - request: {endpoint: queue_token, name: issue_token, send: {userId: user}, append: {tokens: data.token}}
    steps:
      - select: {name: token, pick: tokens}
      - poll:
          until: data.position == 0
          max_tries: 30
          steps:
            - request: {endpoint: queue_status, send: {User-Token: token}}
          between:
            - sleep: 5s
          on_exhausted:
            - stop: iteration
      - select: {name: event, random_int: [1, 50000]}
      - retry:
          until: occupation present
          max_tries: 5
          steps:
            - request: {endpoint: available_seats, send: {User-Token: token, concertEventId: event}}
            - stop: iteration
              when: list[].id empty
            - select: {name: seat, pick: "list[].id"}
            - request:
                endpoint: occupy
                send: {User-Token: token, concertEventId: event, seatId: seat}
                keep: {occupation: data.id}
          between:
            - sleep: 1s
          on_exhausted:
            - stop: iteration
      - request:
          endpoint: reserve
          send: {User-Token: token, concertEventId: event, occupationId: occupation}
          checks:
            - {name: reserve status is 200, when: status == 200}
            - {name: seat reserved successfully, when: data.id present}
      - add: {metric: failed_requests, when: any check failed}
      - branch:
          when: all checks passed
          then:
            - add:
                metric: data_integrity
                when: data.totalSeats == 1 and data.totalAmount > 9999 and data.totalAmount < 10001
      - sleep: {random: [5s, 10s]}
metrics:
  - {name: failed_requests, kind: rate}
  - {name: data_integrity, kind: rate}
)";

struct Customer {
  explicit Customer(const char* text) : journeys(valid_journeys(text)), scripts(journeys)
  {
    iteration.emplace(journeys, scripts.tables(), scripts.make(journeys.all.at(0).name, 0));
  }

  ScriptedResponse response(int status, std::initializer_list<std::pair<const char*, double>> fields = {})
  {
    return {journeys.names, status, fields};
  }

  Journeys journeys;
  JourneyScripts scripts;
  std::optional<ScriptedRun> iteration;
};

TEST(JourneyRunner, IssuesATokenAsPublished)
{
  Customer customer(token_issue);
  customer.iteration->draws = {0.25}; // 1 + floor(0.25 * 100000)
  customer.iteration->responses = {customer.response(200, {{"data.token", 7}, {"data.estimatedWaitingTime", 30}})};
  EXPECT_THAT(customer.iteration->run(),
              ElementsAre("issue_token(userId=25001)", "check(status is 200)", "check(has token)",
                          "check(has estimatedWaitingTime)", "add(failed_requests=0)", "sleep(1)"));
}

TEST(JourneyRunner, FailsTheChecksOfAFailedRequest)
{
  Customer customer(token_issue);
  customer.iteration->draws = {0.999999};
  customer.iteration->responses = {customer.response(0)};
  EXPECT_THAT(customer.iteration->run(),
              ElementsAre("issue_token(userId=100000)", "fail(status is 200)", "fail(has token)",
                          "fail(has estimatedWaitingTime)", "add(failed_requests=1)", "sleep(1)"));
}

TEST(JourneyRunner, PollsWithTokensThatSetupCollected)
{
  Customer customer(status_poll);
  const auto& setup = *customer.journeys.all[0].setup;
  EXPECT_EQ(setup.repeat, 3);
  ScriptedRun preparation(customer.journeys, customer.scripts.tables(), customer.scripts.make_setup(0, 0));
  for (const double token : {11, 12, 13}) {
    preparation.draws = {0.0};
    preparation.responses = {customer.response(token == 12 ? 500 : 200)}; // a failed one appends nothing
    if (token != 12)
      preparation.responses = {customer.response(200, {{"data.token", token}})};
    EXPECT_THAT(preparation.run(), ElementsAre("issue_token(userId=1)"));
  }
  EXPECT_THAT(customer.scripts.lists().at(0), ElementsAre(11, 13));

  customer.iteration->draws = {0.5}; // the second of two
  customer.iteration->responses = {customer.response(200, {{"data.position", 3}})};
  EXPECT_THAT(customer.iteration->run(),
              ElementsAre("queue_status(User-Token=13)", "check(status is 200)", "check(has queuePosition)",
                          "add(failed_requests=0)", "sleep(1.5)"));
}

TEST(JourneyRunner, SkipsARepetitionWhoseUniqueUserWasDrawnBefore)
{
  Customer customer(seat_journey);
  ScriptedRun preparation(customer.journeys, customer.scripts.tables(), customer.scripts.make_setup(0, 0));
  preparation.draws = {0.5, 0.5, 0.7};
  preparation.responses = {customer.response(200, {{"data.token", 1}})};
  EXPECT_THAT(preparation.run(), ElementsAre("issue_token(userId=50001)"));
  EXPECT_THAT(preparation.run(), ElementsAre());
  preparation.responses = {customer.response(200, {{"data.token", 2}})};
  EXPECT_THAT(preparation.run(), ElementsAre("issue_token(userId=70001)"));
}

// Position 2, then 0; seat 0.5 of {4, 5} is 5, taken; seat 0.1 of {4} is 4, held as 77. Sleep 5 + 0.5 (10 - 5) = 7.5.
TEST(JourneyRunner, OccupiesAndReservesASeatAsPublished)
{
  Customer customer(seat_journey);
  customer.scripts.lists().at(0) = {9};
  auto& run = *customer.iteration;
  auto& names = customer.journeys.names;
  run.draws = {0.3, 0.0, 0.5, 0.1, 0.5};
  run.responses = {customer.response(200, {{"data.position", 2}}),
                   customer.response(200, {{"data.position", 0}}),
                   customer.response(200).with_list(names, "list[].id", {4, 5}),
                   customer.response(409),
                   customer.response(200).with_list(names, "list[].id", {4}),
                   customer.response(200, {{"data.id", 77}}),
                   customer.response(200, {{"data.id", 1}, {"data.totalSeats", 1}, {"data.totalAmount", 10000}})};
  EXPECT_THAT(run.run(), ElementsAre("queue_status(User-Token=9)", "sleep(5)", "queue_status(User-Token=9)",
                                     "available_seats(User-Token=9, concertEventId=1)",
                                     "occupy(User-Token=9, concertEventId=1, seatId=5)", "sleep(1)",
                                     "available_seats(User-Token=9, concertEventId=1)",
                                     "occupy(User-Token=9, concertEventId=1, seatId=4)",
                                     "reserve(User-Token=9, concertEventId=1, occupationId=77)",
                                     "check(reserve status is 200)", "check(seat reserved successfully)",
                                     "add(failed_requests=0)", "add(data_integrity=1)", "sleep(7.5)"));
}

TEST(JourneyRunner, StopsTheIterationWhenTriesAreExhausted)
{
  Customer customer(seat_journey);
  customer.scripts.lists().at(0) = {9};
  auto& run = *customer.iteration;
  run.draws = {0.0};
  for (int i = 0; i < 30; ++i)
    run.responses.push_back(customer.response(200, {{"data.position", 5}}));
  const auto log = run.run();
  ASSERT_EQ(log.size(), 60); // 30 tries, each followed by a sleep, the last included
  EXPECT_EQ(log.back(), "sleep(5)");
}

TEST(JourneyRunner, OccupiesWithAMissingSeatButStopsAtAnEmptyList)
{
  Customer customer(seat_journey);
  customer.scripts.lists().at(0) = {9};
  auto& run = *customer.iteration;
  run.draws = {0.0, 0.0};
  run.responses = {customer.response(200, {{"data.position", 0}}), customer.response(500), customer.response(404),
                   customer.response(200).with_list(customer.journeys.names, "list[].id", {})};
  EXPECT_THAT(run.run(), ElementsAre("queue_status(User-Token=9)", "available_seats(User-Token=9, concertEventId=1)",
                                     "occupy(User-Token=9, concertEventId=1, seatId=missing)", "sleep(1)",
                                     "available_seats(User-Token=9, concertEventId=1)"));
}

TEST(JourneyRunner, ForgetsVariablesAndChecksOfTheLastIteration)
{
  Customer customer(seat_journey);
  customer.scripts.lists().at(0) = {9};
  auto& run = *customer.iteration;
  const auto iterate = [&](int reserved) {
    run.draws = {0.0, 0.0, 0.0, 0.0};
    run.responses = {customer.response(200, {{"data.position", 0}}),
                     customer.response(200).with_list(customer.journeys.names, "list[].id", {4}),
                     customer.response(200, {{"data.id", 77}}), customer.response(reserved, {{"data.id", 5}})};
    return run.run();
  };
  EXPECT_THAT(iterate(500), testing::Contains("add(failed_requests=1)"));
  EXPECT_THAT(iterate(200), testing::Contains("add(failed_requests=0)"));
}

TEST(JourneyRunner, BranchesRepeatsAndLeavesLoopsAndGroups)
{
  Customer customer(R"(
journeys:
  default:
    steps:
      - repeat:
          times: 2
          steps:
            - group:
                name: booking
                steps:
                  - branch:
                      probability: 0.25
                      then: [sleep: 1s]
                      else: [sleep: 2s]
                  - group:
                      name: payment
                      steps:
                        - request: {endpoint: reserve, send: {points: 3}}
                        - {stop: loop, when: status == 402}
                        - {stop: iteration, when: status >= 500 or status == 0}
      - sleep: 3s
)");
  auto& run = *customer.iteration;
  run.draws = {0.24, 0.25};
  run.responses = {customer.response(200), customer.response(402)};
  const auto begin = "begin(::booking)";
  const auto inner = "begin(::booking::payment)";
  const auto end = "end(::booking)";
  const auto inner_end = "end(::booking::payment)";
  EXPECT_THAT(run.run(), ElementsAre(begin, "sleep(1)", inner, "reserve(points=3)", inner_end, end, begin, "sleep(2)",
                                     inner, "reserve(points=3)", inner_end, end, "sleep(3)"));
  run.draws = {0.24};
  run.responses = {customer.response(0)};
  EXPECT_THAT(run.run(), ElementsAre(begin, "sleep(1)", inner, "reserve(points=3)", inner_end, end));
}

// from + (iteration * step % modulo) / divide: 1 + (13 * 7919 % 80000) / 50 = 1 + 22947 / 50 = 459
TEST(JourneyRunner, SelectsConstantsPicksAndSequences)
{
  Customer customer(R"(
journeys:
  default:
    steps:
      - select: {name: event, sequence: {step: 7919, modulo: 80000, divide: 50}}
      - select: {name: seat, sequence: {step: 7919, modulo: 80000}}
      - select: {name: amount, const: 100}
      - select: {name: kind, pick: [1, 2, 3]}
      - select: {name: share, random_real: [2, 4]}
      - request: {endpoint: occupy, send: {event: event, seat: seat, amount: amount, kind: kind, share: share}}
)");
  customer.iteration->draws = {0.99, 0.25};
  customer.iteration->responses = {customer.response(200)};
  EXPECT_THAT(customer.iteration->run(13), ElementsAre("occupy(event=459, seat=22948, amount=100, kind=3, share=2.5)"));
}

TEST(JourneyRunner, AddsVariablesUnlessTheyAreMissing)
{
  Customer customer(R"(
journeys:
  default:
    steps:
      - request: {endpoint: queue_status, keep: {position: data.position}}
      - add: {metric: position, value: position}
      - add: {metric: polls, value: 1}
metrics:
  - {name: position, kind: trend}
  - {name: polls, kind: counter}
)");
  auto& run = *customer.iteration;
  run.responses = {customer.response(200, {{"data.position", 41}})};
  EXPECT_THAT(run.run(), ElementsAre("queue_status()", "add(position=41)", "add(polls=1)"));
  run.responses = {customer.response(500)};
  EXPECT_THAT(run.run(), ElementsAre("queue_status()", "add(polls=1)"));
}

TEST(JourneyRunner, StaysAtTheEndUntilItIsStarted)
{
  auto journeys = valid_journeys(token_issue);
  JourneyScripts scripts(journeys);
  const auto runner = scripts.make("default", 0);
  auto half = [] { return 0.5; };
  runner->start({0, 0});
  while (runner->next(nullptr, half).kind != Action::Kind::end) {
  }
  EXPECT_EQ(runner->next(nullptr, half).kind, Action::Kind::end);
  runner->start({1, 1});
  EXPECT_EQ(runner->next(nullptr, half).kind, Action::Kind::request);
}

TEST(JourneyRunner, IsSmall)
{
  EXPECT_LT(sizeof(JourneyRunner), 300);
}

} // namespace
} // namespace onsale::k6
