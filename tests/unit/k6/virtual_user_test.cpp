#include "sim/engine/frame_pool.hpp"
#include "tests/unit/k6/load_test_fixture.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>

namespace onsale::k6 {
namespace {

using testing::ElementsAre;

TEST(VirtualUser, EmitsTheSamplesOfAnIterationInK6sOrder)
{
  TestRig rig("{}", one_request, answering_after(0.25));
  rig.run();
  std::vector<std::string> order;
  for (const auto& line : rig.samples.lines)
    order.push_back(line.substr(0, line.find(' ')));
  EXPECT_THAT(order,
              ElementsAre("http_reqs", "http_req_duration", "http_req_blocked", "http_req_connecting",
                          "http_req_tls_handshaking", "http_req_sending", "http_req_waiting", "http_req_receiving",
                          "http_req_failed", "data_sent", "data_received", "iteration_duration", "iterations"));
  EXPECT_EQ(rig.counted("data_sent"), 100);
  EXPECT_EQ(rig.counted("data_received"), 1000);
}

// Two requests of 1 s and 10 s; the hard stop at 3 s meets the second: it leaves no sample, its iteration neither
// iterations nor iteration_duration, but the first request stays counted, and all bytes that went out.
TEST(VirtualUser, LeavesNoSampleOfTheRequestThatIsCutOff)
{
  int asked = 0;
  TestRig rig("scenarios: {s: {executor: constant-vus, duration: 2s, gracefulStop: 1s}}",
              with_steps("      - request: {endpoint: occupy}\n      - request: {endpoint: reserve}\n"),
              [&asked](const Exchange&) { return answer_after(asked++ == 0 ? 1 : 10); });
  const auto result = rig.run();
  EXPECT_EQ(result.progress.interrupted, 1);
  EXPECT_EQ(result.progress.complete, 0);
  EXPECT_THAT(rig.samples.times("http_reqs"), ElementsAre(1));
  EXPECT_EQ(rig.counted("data_sent"), 200);
  EXPECT_THAT(rig.samples.times("data_sent"), ElementsAre(3));
  EXPECT_TRUE(rig.samples.times("iterations").empty());
  EXPECT_TRUE(rig.samples.times("iteration_duration").empty());
  rig.simulation.run(); // the server works on, for nobody
  EXPECT_EQ(rig.target.abandoned, 1);
  EXPECT_EQ(rig.samples.times("http_reqs").size(), 1);
}

std::string refused(const std::string& steps)
{
  TestRig rig("{vus: 1, duration: 10s}", with_steps(steps), answering_after(0));
  rig.test.start();
  try {
    rig.simulation.run_until(engine::at_seconds(20));
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

// A dead server that refuses at once, asked again and again; a loop that does not even ask.
TEST(VirtualUser, RefusesAnIterationThatLetsNoTimePass)
{
  EXPECT_EQ(
      refused("      - retry: {max_tries: 4294967295, until: status == 201, steps: [{request: {endpoint: occupy}}]}\n"),
      "virtual user 0: 100000 steps of one iteration at 0 s without any time passing; let its loop sleep");
  EXPECT_EQ(refused("      - repeat: {times: 4294967295, steps: [{select: {name: x, const: 1}}]}\n"),
            "a loop of a journey goes round 10000000 times and does nothing; let it send a request or sleep");
}

TEST(VirtualUser, GivesUpAfterTheTimeoutOfTheRequest)
{
  TestRig rig("{}",
              with_steps("      - request: {endpoint: occupy, timeout: 2s}\n      - request: {endpoint: reserve}\n"),
              [](const Exchange& exchange) { return answer_after(exchange.request_id == 0 ? 5 : 1); });
  rig.run();
  EXPECT_THAT(rig.samples.values("http_req_waiting"), ElementsAre(2000, 1000));
  EXPECT_THAT(rig.samples.times("http_reqs"), ElementsAre(2, 3));
  rig.simulation.run();
  EXPECT_EQ(rig.target.abandoned, 1);
}

TEST(VirtualUser, SeesFieldsAndListsOfTheLastResponse)
{
  ScriptedTarget::Script script;
  TestRig rig(
      "{}",
      with_steps("      - request: {endpoint: available_seats, keep: {token: data.token}, checks: [{name: sold out, "
                 "when: 'list[].id empty'}]}\n"
                 "      - select: {name: seat, pick: 'list[].id'}\n"
                 "      - request: {endpoint: occupy, send: {seat: seat, token: token}}\n"
                 "      - request: {endpoint: reserve, send: {seat: seat}, checks: [{name: sold out, when: 'list[].id "
                 "empty'}]}\n"),
      [&script](const Exchange& exchange) { return script(exchange); });
  const auto seats = *rig.journeys.names.fields.find("list[].id");
  const auto token = *rig.journeys.names.fields.find("data.token");
  script = [seats, token](const Exchange& exchange) {
    auto answer = answer_after(0.1);
    if (exchange.request_id == 0) {
      answer.list_field = seats;
      answer.list = {42};
      answer.fields = {{token, 7}};
    }
    if (exchange.request_id == 2)
      answer.list_field = seats;
    return answer;
  };
  rig.run();
  ASSERT_EQ(rig.target.asked.size(), 3);
  EXPECT_THAT(rig.target.asked[1].sent, ElementsAre(42, 7));
  EXPECT_THAT(rig.samples.values("checks"), ElementsAre(0, 1));
}

TEST(VirtualUser, NumbersItsRequests)
{
  TestRig rig("scenarios: {s: {executor: per-vu-iterations, vus: 2, iterations: 2}}", one_request, answering_after(1));
  rig.run();
  std::vector<std::uint64_t> ids;
  for (const auto& asked : rig.target.asked)
    ids.push_back(asked.request_id);
  EXPECT_THAT(ids, ElementsAre(0, 1ULL << 32, 1, (1ULL << 32) | 1));
}

// Iterations of 1 s, padded to 3 s: they begin at 0, 3, 6; the padding is in no metric.
TEST(VirtualUser, PadsIterationsToTheirLeastDuration)
{
  TestRig rig("{vus: 1, iterations: 3, minIterationDuration: 3s}", sleeping("1s"), never);
  const auto result = rig.run();
  EXPECT_THAT(rig.samples.times("iterations"), ElementsAre(1, 4, 7));
  EXPECT_THAT(rig.samples.values("iteration_duration"), ElementsAre(1000, 1000, 1000));
  EXPECT_DOUBLE_EQ(result.duration_s, 9);
}

std::vector<bool> dials(const std::string& option)
{
  TestRig rig("{vus: 1, iterations: 2" + option + "}",
              with_steps("      - request: {endpoint: occupy}\n      - request: {endpoint: reserve}\n"),
              answering_after(1));
  rig.run();
  std::vector<bool> fresh;
  for (const auto& asked : rig.target.asked)
    fresh.push_back(asked.fresh_connection);
  return fresh;
}

TEST(VirtualUser, DialsAnewAsTheOptionsSay)
{
  EXPECT_THAT(dials(""), ElementsAre(false, false, false, false));
  EXPECT_THAT(dials(", noConnectionReuse: true"), ElementsAre(true, true, true, true));
  EXPECT_THAT(dials(", noVUConnectionReuse: true"), ElementsAre(true, false, true, false));
}

TEST(VirtualUser, WaitsForItsPlaceUnderALimitOfRequests)
{
  TestRig rig("{vus: 3, iterations: 3, rps: 2}", one_request, answering_after(0.125));
  rig.run();
  EXPECT_THAT(rig.asked_at(), ElementsAre(0, 0.5, 1));
  EXPECT_THAT(rig.samples.values("http_req_duration"), ElementsAre(125, 125, 125));
  EXPECT_THAT(rig.samples.values("http_req_blocked"), ElementsAre(0, 0, 0));
}

const std::string drawing_journey =
    with_steps("      - select: {name: user, random_int: [1, 1000000]}\n"
               "      - request: {endpoint: queue_token, send: {userId: user}}\n"
               "      - branch: {when: status == 500, then: [select: {name: extra, random_real: [0, 1]}]}\n"
               "      - select: {name: seat, random_int: [1, 1000000]}\n"
               "      - request: {endpoint: occupy, send: {userId: user, seat: seat}}\n");

std::vector<std::vector<double>> sent_by_time(const TestRig& rig)
{
  std::vector<std::vector<double>> sent;
  for (const auto& asked : rig.target.asked)
    sent.push_back(asked.sent);
  return sent;
}

std::map<std::uint64_t, std::vector<double>> sent_by_request(const TestRig& rig)
{
  std::map<std::uint64_t, std::vector<double>> sent;
  for (const auto& asked : rig.target.asked)
    sent[asked.request_id] = asked.sent;
  return sent;
}

TEST(VirtualUser, MeetsTheSameCustomersWhateverTheServerDoes)
{
  const std::string options = "scenarios: {s: {executor: per-vu-iterations, vus: 5, iterations: 4}}";
  TestRig fast(options, drawing_journey, answering_after(0.01));
  TestRig slow(options, drawing_journey,
               [](const Exchange& exchange) { return answer_after(exchange.user == 2 ? 7.5 : 0.2); });
  fast.run();
  slow.run();
  EXPECT_NE(sent_by_time(fast), sent_by_time(slow)); // other order, same draws
  EXPECT_EQ(sent_by_request(fast), sent_by_request(slow));
}

// Users take turns differently when the server is slower, but the k-th arrival is the same customer.
TEST(VirtualUser, MeetsTheSameCustomerAtEachArrival)
{
  const std::string options =
      "scenarios: {s: {executor: constant-arrival-rate, rate: 10, duration: 5s, preAllocatedVUs: 50}}";
  const auto journey = with_steps("      - select: {name: user, random_int: [1, 1000000]}\n"
                                  "      - request: {endpoint: queue_token, send: {userId: user}}\n");
  TestRig fast(options, journey, answering_after(0.01));
  TestRig slow(options, journey, [](const Exchange& exchange) { return answer_after(exchange.user % 7); });
  fast.run();
  slow.run();
  EXPECT_EQ(sent_by_time(fast), sent_by_time(slow));
}

TEST(VirtualUser, DrawsOtherNumbersInOtherReplicationsAndScenarios)
{
  const std::string options = "scenarios: {a: {executor: per-vu-iterations}, b: {executor: per-vu-iterations}}";
  LoadTest::Settings second;
  second.replication = 1;
  TestRig one(options, drawing_journey, answering_after(1));
  TestRig two(options, drawing_journey, answering_after(1), second);
  one.run();
  two.run();
  EXPECT_NE(one.target.asked[0].sent, one.target.asked[1].sent);
  EXPECT_NE(one.target.asked[0].sent, two.target.asked[0].sent);
}

TEST(VirtualUser, CostsLessThanTwoKibibytesWhileIdle)
{
  const auto before = engine::FramePool::reserved_bytes();
  TestRig rig("scenarios: {s: {executor: constant-arrival-rate, rate: 1, duration: 1000s, preAllocatedVUs: 1000}}",
              drawing_journey, answering_after(0.1));
  rig.run_until(0.5);
  const auto frames = engine::FramePool::reserved_bytes() - before;
  EXPECT_LT(sizeof(VirtualUser) + frames / 1000, 2048U) << sizeof(VirtualUser) << " and " << frames / 1000;
  RecordProperty("bytes_of_object", static_cast<int>(sizeof(VirtualUser)));
  RecordProperty("bytes_of_frame", static_cast<int>(frames / 1000));
}

} // namespace
} // namespace onsale::k6
