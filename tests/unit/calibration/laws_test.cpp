#include "tests/unit/calibration/result_fixture.hpp"

#include <gtest/gtest.h>

namespace onsale::calibration {
namespace {

// 189754 / 2002.678321 = 94.7501 s and 155063 / 1636.898765 = 94.7297 s: six decimals tell them apart.
TEST(OneDuration, CountersOfOneRunImplyTheSame)
{
  const auto law = verdict_of(block({counter("http_reqs", {{"count", "189754"}, {"rate", "2002.678321/s"}}),
                                     counter("iterations", {{"count", "189754"}, {"rate", "2002.678321/s"}}),
                                     counter("dropped_iterations", {{"count", "155063"}, {"rate", "1636.898765/s"}})}),
                              "one duration");
  EXPECT_EQ(law.verdict, Verdict::broken);
  EXPECT_EQ(complaint(law), "dropped_iterations: 155063 / 1636.8988 per s = 94.729743 s, but http_reqs: 189754 / "
                            "2002.6783 per s = 94.750114 s; one run has one duration");
}

TEST(OneDuration, HoldsForAGenuineBlock)
{
  auto result = block({counter("http_reqs", {{"count", "118800"}, {"rate", "197.822734/s"}}),
                       counter("dropped_iterations", {{"count", "81200"}, {"rate", "135.212172/s"}})});
  result.run_duration_s = Interval{600.4, 600.6};
  EXPECT_EQ(verdict_of(result, "one duration").verdict, Verdict::holds);
}

// 47516 / 467.95 = 101.5 s, but the stages alone take 480 s.
TEST(PlannedDuration, ARunIsAsLongAsItsStages)
{
  auto result = block({counter("http_reqs", {{"count", "47516"}, {"rate", "467.95/s"}})});
  result.options = options_of({ramping_vus(500, {{240, 500}, {120, 2000}, {60, 2000}, {60, 0}})});
  result.journey = request_and_second();
  EXPECT_EQ(verdict_of(result, "planned duration").verdict, Verdict::broken);
}

// 500 VUs for 10 s have 5000 VU-seconds, and up to 1.01 s more for the last iterations: 5505. 6000 x 1 s do not fit,
// 4000 x 1 s leave the users idle, 5000 x 1 s are right.
TEST(VuSeconds, AreUsedAndNotMore)
{
  const auto with = [](const char* iterations) {
    auto result = block(
        {counter("iterations", {{"count", iterations}}), times("iteration_duration", {{"avg", "1s"}, {"max", "1s"}})});
    auto scenario = ramping_vus(0, {});
    scenario.executor = k6::ConstantVus{.vus = 500, .duration_ns = 10 * k6::second_ns};
    result.options = options_of({scenario});
    result.journey = request_and_second();
    return verdict_of(result, "VU-seconds");
  };
  EXPECT_EQ(with("5000").verdict, Verdict::holds);
  EXPECT_EQ(with("4000").verdict, Verdict::broken);
  EXPECT_EQ(with("6000").verdict, Verdict::broken);
  EXPECT_EQ(complaint(with("6000")),
            "6000 iterations x 1 to 1.01 s = 6000 to 6060 VU-seconds; the options give at most 5505");
}

TEST(VuSeconds, RequestsNeedThemToo)
{
  auto result = block({counter("http_reqs", {{"count", "424468"}}), times("http_req_duration", {{"avg", "2.45s"}})});
  result.options = options_of({ramping_vus(500, {{240, 500}, {120, 2000}, {60, 2000}, {60, 0}})});
  EXPECT_EQ(verdict_of(result, "VU-seconds").verdict, Verdict::broken);
}

TEST(VirtualUsers, ARampFromZeroIsNotAtItsTopAllTheTime)
{
  auto result = block({gauge("vus", {{"value", "1000"}, {"min", "1000"}, {"max", "1000"}}),
                       gauge("vus_max", {{"value", "1000"}, {"min", "1000"}, {"max", "1000"}})});
  result.options = options_of({ramping_vus(0, {{10, 1000}, {30, 1000}, {10, 0}})});
  EXPECT_EQ(complaint(verdict_of(result, "virtual users")),
            "vus is never below 1000; the options have at most 200 VUs at work after 2 s");
}

// Due: 185,050. 2716 dropped leave 182,334 begun, but the whole test began 171,228.
TEST(Arrivals, AreBegunOrDropped)
{
  auto result = block({counter("iterations", {{"count", "171228"}}), counter("dropped_iterations", {{"count", "2716"}}),
                       times("iteration_duration", {{"min", "1s"}, {"max", "1.32s"}})});
  result.options = options_of(
      {ramping_arrivals(10, 200, 500, {{10, 1000}, {20, 5000}, {30, 1000}, {10, 5000}}), ramping_vus(0, {{90, 1000}})});
  const auto law = verdict_of(result, "arrivals");
  EXPECT_EQ(law.verdict, Verdict::broken);
  EXPECT_EQ(complaint(law),
            "185050 iterations are due, 2716 dropped, so 182334 were begun; the whole test began 171228");
}

// 184,200 drops at no more than 5000 a second take 23 times 1.58 s (7901 each): 23 x 200 iterations were begun.
TEST(Arrivals, NothingIsDroppedWhileAVuIsIdle)
{
  auto result =
      block({counter("iterations", {{"count", "159800"}}), counter("dropped_iterations", {{"count", "184200"}}),
             times("iteration_duration", {{"min", "1s"}, {"max", "1.57s"}})});
  result.options = options_of(
      {ramping_arrivals(10, 200, 500, {{10, 1000}, {20, 5000}, {30, 1000}, {10, 5000}}), ramping_vus(0, {{90, 1000}})});
  EXPECT_EQ(complaint(verdict_of(result, "arrivals")),
            "185050 iterations are due, 184200 dropped, so 850 were begun; nothing is dropped while one of the 200 "
            "preallocated VUs is idle, and with iterations of at most 1.58 s they begin 4600");
}

TEST(Iterations, CompleteDroppedAndCutOffAreThePlannedOnes)
{
  auto scenario = ramping_vus(0, {});
  scenario.executor = k6::PerVuIterations{.vus = 100, .iterations = 1000};
  auto result =
      block({counter("iterations", {{"count", "1221"}}), counter("dropped_iterations", {{"count", "98777"}})});
  result.options = options_of({scenario});
  result.interrupted_iterations = 2;
  EXPECT_EQ(verdict_of(result, "iterations").verdict, Verdict::holds);
  result.interrupted_iterations = 3;
  EXPECT_EQ(complaint(verdict_of(result, "iterations")), "1221 complete + 98777 dropped + 3 cut off; 100000 are "
                                                         "planned");
}

// The longest request, 201.43 ms, is in an iteration with a pause of 1 s: it takes 1.2014 s, so 1.19 s is too short.
TEST(IterationTime, IsPausesAndRequests)
{
  auto result = block({times("http_req_duration", {{"avg", "3.76ms"}, {"max", "201.43ms"}}),
                       times("iteration_duration", {{"avg", "1s"}, {"max", "1.19s"}})});
  result.journey = request_and_second();
  EXPECT_EQ(complaint(verdict_of(result, "iteration time")),
            "max: 1 s of pauses + 1 requests x 0.20143 s = 1.20143 s; an iteration takes 1.19 to 1.2 s");
  result.journey->published = false;
  EXPECT_EQ(verdict_of(result, "iteration time").verdict, Verdict::doubtful);
}

TEST(Requests, AreThoseOfTheJourneyAndTheSetup)
{
  auto result = block({counter("http_reqs", {{"count", "522579"}}), counter("iterations", {{"count", "512579"}})});
  result.interrupted_iterations = 0;
  result.journey = request_and_second();
  result.journey->setup_requests = exactly(10000);
  EXPECT_EQ(verdict_of(result, "requests").verdict, Verdict::holds);
  result.journey->setup_requests = exactly(9999);
  EXPECT_EQ(verdict_of(result, "requests").verdict, Verdict::broken);
}

TEST(Checks, SingleChecksShowAllFailures)
{
  auto result = block({shares("checks", {{"rate", "99.98%"}, {"passes", "184236"}, {"fails", "36"}})});
  result.checks = {{.name = "status is 200", .all_passed = true, .rate = {}, .passes = {}, .fails = {}}};
  EXPECT_EQ(complaint(verdict_of(result, "checks")), "36 checks failed, but the single checks show 0 failures");
}

// 83,940 of 83,982 are 99.949989 %, which k6 cuts to 99.94%.
TEST(Shares, AreCutAsK6CutsThem)
{
  const auto with = [](const char* rate) {
    return verdict_of(block({shares("checks", {{"rate", rate}, {"passes", "83940"}, {"fails", "42"}})}), "shares");
  };
  EXPECT_EQ(with("99.94%").verdict, Verdict::holds);
  EXPECT_EQ(complaint(with("99.95%")), "checks: 83940 / 83982 = 99.949989 %, 99.95% is given");
}

TEST(Shares, EveryRequestPassedOrFailed)
{
  const auto law = verdict_of(block({shares("http_req_failed", {{"rate", "0.00%"}, {"passes", "0"}, {"fails", "99"}}),
                                     counter("http_reqs", {{"count", "100"}})}),
                              "shares");
  EXPECT_EQ(complaint(law), "http_req_failed counts 0 + 99 = 99 requests, http_reqs 100");
}

TEST(Endpoints, AddUpToAllRequests)
{
  auto result = block({counter("http_reqs", {{"count", "100"}})});
  result.endpoints = {{.name = "token", .all_passed = false, .rate = {}, .passes = 60, .fails = 1},
                      {.name = "seats", .all_passed = false, .rate = {}, .passes = 38, .fails = 1}};
  result.all_endpoints = true;
  EXPECT_EQ(verdict_of(result, "endpoints").verdict, Verdict::holds);
  result.endpoints[1].passes = 40; // passes alone are all requests
  EXPECT_EQ(verdict_of(result, "endpoints").verdict, Verdict::doubtful);
  result.endpoints[1].passes = 41;
  EXPECT_EQ(verdict_of(result, "endpoints").verdict, Verdict::broken);
}

TEST(Seats, NoMoreAreSoldThanThereAre)
{
  auto result = block({});
  result.journey = request_and_second();
  result.journey->seats = 500;
  result.endpoints = {{.name = "reservation", .all_passed = false, .rate = {}, .passes = 500, .fails = 6300}};
  EXPECT_EQ(verdict_of(result, "seats").verdict, Verdict::holds);
  result.endpoints[0].passes = 501;
  EXPECT_EQ(verdict_of(result, "seats").verdict, Verdict::doubtful);
}

TEST(Order, OfTheQuantiles)
{
  const auto law = verdict_of(block({times("tps", {{"min", "1ms"}, {"med", "3ms"}, {"p90", "2ms"}})}), "order");
  EXPECT_EQ(complaint(law), "tps: med 0.003 to 0.00301 is above p90 0.002 to 0.00201");
}

// Half of the values are at least 10 ms, half at least 1 ms: the mean is 5.5 ms or more; at most (10 + 20) / 2.
TEST(Means, LieWhereTheQuantilesAllow)
{
  const auto with = [](const char* mean) {
    const auto result =
        block({counter("http_reqs", {{"count", "100000"}}),
               times("http_req_duration", {{"avg", mean}, {"min", "1ms"}, {"med", "10ms"}, {"max", "20ms"}})});
    return verdict_of(result, "means").verdict;
  };
  EXPECT_EQ(with("5.4ms"), Verdict::broken);
  EXPECT_EQ(with("5.5ms"), Verdict::holds);
  EXPECT_EQ(with("15ms"), Verdict::holds);
  EXPECT_EQ(with("15.1ms"), Verdict::broken);
}

// 9.27 + 447 + 21.53 = 477.8 us, cut decimals add at most 0.03 us: not 478 us.
TEST(Phases, AddUpToTheDuration)
{
  const auto with = [](const char* duration) {
    return verdict_of(
               block({times("http_req_duration", {{"avg", duration}}), times("http_req_sending", {{"avg", "9.27µs"}}),
                      times("http_req_waiting", {{"avg", "447µs"}}),
                      times("http_req_receiving", {{"avg", "21.53µs"}})}),
               "phases")
        .verdict;
  };
  EXPECT_EQ(with("477.8µs"), Verdict::holds);
  EXPECT_EQ(with("478µs"), Verdict::broken);
}

TEST(SubMetrics, ExpectedResponsesAreAllWhenNoneFailed)
{
  const auto result = block({counter("http_reqs", {{"count", "100"}}),
                             shares("http_req_failed", {{"rate", "0.00%"}, {"passes", "0"}, {"fails", "100"}}),
                             times("http_req_duration", {{"med", "2ms"}}),
                             times("http_req_duration{expected_response:true}", {{"med", "2.1ms"}})});
  EXPECT_EQ(verdict_of(result, "sub-metrics").verdict, Verdict::broken);
}

TEST(TimeOuts, WhoTimesOutFails)
{
  const auto with = [](const char* share) {
    return verdict_of(block({times("http_req_duration", {{"med", "1m0s"}, {"max", "1m0s"}}),
                             shares("http_req_failed", {{"rate", share}})}),
                      "time-outs");
  };
  EXPECT_EQ(with("100.00%").verdict, Verdict::holds);
  EXPECT_EQ(complaint(with("20.00%")), "med is 60 to 61 s, so 50 % of the requests timed out; 0.2 to 0.2001 failed");
}

TEST(Thresholds, VerdictsFollowFromTheFigures)
{
  auto result = block({times("http_req_duration", {{"p95", "910.85ms"}})});
  result.thresholds = {{"http_req_duration", "p(95)<1000", true}};
  EXPECT_EQ(verdict_of(result, "thresholds").verdict, Verdict::holds);
  result.thresholds = {{"http_req_duration", "p(95)<900", true}};
  EXPECT_EQ(complaint(verdict_of(result, "thresholds")),
            "http_req_duration: p(95)<900 is said to be kept, but p95 is 910.85ms");
}

TEST(Printing, OneUnitForAllTimesIsAChoiceOfTheUser)
{
  const auto with = [](const char* least) {
    return verdict_of(block({times("http_req_duration", {{"min", least}, {"avg", "13.70ms"}})}), "printing").verdict;
  };
  EXPECT_EQ(with("1.50ms"), Verdict::not_applicable);
  EXPECT_EQ(with("1.5ms"), Verdict::doubtful);
}

} // namespace
} // namespace onsale::calibration
