#include "calibration/k6/journey_facts.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace onsale::calibration {
namespace {

JourneyFacts facts_of(const char* text)
{
  return read_journey_facts(nlohmann::ordered_json::parse(text));
}

void expect_interval(const Interval& interval, double low, double high)
{
  EXPECT_EQ(interval.low, low);
  EXPECT_EQ(interval.high, high);
}

TEST(JourneyFacts, AddUpOneIteration)
{
  const auto facts = facts_of(R"({"published": true, "steps": [
    {"op": "request", "checks": [{}, {}]},
    {"op": "sleep", "seconds": {"random_int": [1, 5]}},
    {"op": "request", "checks": [{}]},
    {"op": "sleep", "seconds": {"const": 1.5}}]})");
  expect_interval(facts.requests, 2, 2);
  expect_interval(facts.sleeps_s, 2.5, 6.5);
  expect_interval(facts.checks, 3, 3);
  EXPECT_TRUE(facts.setup_known);
}

TEST(JourneyFacts, NothingIsCertainBehindAStop)
{
  const auto facts = facts_of(R"({"published": true, "steps": [
    {"op": "request"}, {"op": "stop", "scope": "iteration"}, {"op": "request"}]})");
  expect_interval(facts.requests, 1, 2);
}

// One to thirty tries, up to thirty pauses of 5 s between them; it may give up, so the request behind it is not
// certain.
TEST(JourneyFacts, LoopsTryAtLeastOnce)
{
  const auto facts = facts_of(R"({"published": true, "steps": [
    {"op": "poll", "max_tries": 30, "steps": [{"op": "request"}],
     "between_tries": {"op": "sleep", "seconds": {"const": 5}}, "on_exhausted": {"op": "stop"}},
    {"op": "request"}]})");
  expect_interval(facts.requests, 1, 31);
  expect_interval(facts.sleeps_s, 0, 150);
}

TEST(JourneyFacts, BranchesAreOneOrTheOther)
{
  const auto facts = facts_of(R"({"published": true, "steps": [
    {"op": "branch", "probability": 0.5, "then": [{"op": "request"}, {"op": "request"}], "else": []}]})");
  expect_interval(facts.requests, 0, 2);
}

TEST(JourneyFacts, SetupIsRepeated)
{
  const auto facts = facts_of(R"({"published": true, "steps": [],
    "setup": {"repeat": 10000, "steps": [{"op": "stop"}, {"op": "request"}]}})");
  expect_interval(facts.setup_requests, 0, 10000);
}

TEST(JourneyFacts, PausesOfAnUnpublishedJourneyMayBeLonger)
{
  const auto facts = facts_of(R"({"published": false, "steps": [{"op": "sleep", "seconds": {"const": 1}}]})");
  expect_interval(facts.sleeps_s, 1, unbounded);
  EXPECT_FALSE(facts.setup_known);
}

// 5 schedules x 100 seats, whoever reserves.
TEST(JourneyFacts, CountTheSeatsThatAReservationCanName)
{
  const auto facts = facts_of(R"({"published": true, "steps": [{"op": "request", "payload": {
    "userId": {"from": "userId"}, "scheduleId": {"random_int": [1, 5]}, "seatId": {"random_int": [1, 100]}}}]})");
  EXPECT_EQ(facts.seats, 500);
}

} // namespace
} // namespace onsale::calibration
