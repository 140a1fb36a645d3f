#include "tests/unit/k6/load_test_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::k6 {
namespace {

using testing::ElementsAre;

const std::vector<std::string> http_metrics{"http_reqs",           "http_req_duration",        "http_req_blocked",
                                            "http_req_connecting", "http_req_tls_handshaking", "http_req_sending",
                                            "http_req_waiting",    "http_req_receiving",       "http_req_failed"};

/// One iteration of one request, answered as given.
class OneRequest {
public:
  explicit OneRequest(std::optional<Answer> answer, bool connects = true)
      : rig("{}", one_request, [answer](const Exchange&) { return answer; })
  {
    rig.target.connects = connects;
    rig.run();
  }

  /// The values of the nine samples, in k6's order.
  std::vector<double> values()
  {
    std::vector<double> values;
    for (const auto& metric : http_metrics) {
      EXPECT_EQ(rig.samples.by_metric[metric].size(), 1) << metric;
      values.push_back(rig.samples.by_metric[metric].front().value);
    }
    return values;
  }
  std::string tag(const std::string& name)
  {
    const auto* const value = rig.samples.by_metric["http_reqs"].front().tags.find(name);
    return value == nullptr ? "absent" : *value;
  }
  double time_s() { return rig.samples.by_metric["http_reqs"].front().time_s; }

  TestRig rig;
};

Answer failing(NetworkError error, double after_s)
{
  auto answer = answer_after(after_s, 0);
  answer.error = error;
  answer.phases.blocked_s = answer.phases.connecting_s = after_s;
  return answer;
}

TEST(ClientSamples, AreTheNineOfK6AtTheEndOfTheRequest)
{
  auto answer = answer_after(2);
  answer.phases = {0.5, 0.25, 0.125, 1, 0.375};
  OneRequest request(answer);
  EXPECT_THAT(request.values(), ElementsAre(1, 1500, 500, 250, 0, 125, 1000, 375, 0));
  EXPECT_EQ(request.time_s(), 2);
}

TEST(ClientSamples, CarryK6sSystemTags)
{
  OneRequest request(answer_after(0.5, 201));
  EXPECT_EQ(request.rig.samples.lines.front(), "http_reqs 0.5 1 expected_response=true group= method=GET name=occupy "
                                               "proto=HTTP/1.1 scenario=default status=201 url=occupy");
}

// Status 399 is the last that k6 expects; error codes begin at 400.
TEST(ClientSamples, CountEveryStatusFrom400OnAsFailedWithItsCode)
{
  EXPECT_EQ(OneRequest(answer_after(1, 399)).tag("expected_response"), "true");
  OneRequest failed(answer_after(1, 409));
  EXPECT_THAT(failed.values(), ElementsAre(1, 1000, 0, 0, 0, 0, 1000, 0, 1));
  EXPECT_EQ(failed.tag("status"), "409");
  EXPECT_EQ(failed.tag("error_code"), "1409");
  EXPECT_EQ(failed.tag("expected_response"), "false");
  EXPECT_EQ(failed.tag("error"), "absent");
  OneRequest informal(answer_after(1, 199));
  EXPECT_EQ(informal.tag("expected_response"), "false");
  EXPECT_EQ(informal.tag("error_code"), "absent");
}

TEST(ClientSamples, CountARefusedConnectWithAllTimingsZero)
{
  OneRequest request(failing(NetworkError::connection_refused, 0.001));
  EXPECT_THAT(request.values(), ElementsAre(1, 0, 0, 0, 0, 0, 0, 0, 1));
  EXPECT_EQ(request.tag("status"), "0");
  EXPECT_EQ(request.tag("error_code"), "1212");
  EXPECT_EQ(request.tag("error"), "dial: connection refused");
  EXPECT_EQ(request.tag("proto"), "absent");
}

TEST(ClientSamples, CountATimedOutConnectAsZeroThoughTheUserWasBusy)
{
  OneRequest request(failing(NetworkError::dial_timeout, 30));
  EXPECT_THAT(request.values(), ElementsAre(1, 0, 0, 0, 0, 0, 0, 0, 1));
  EXPECT_EQ(request.tag("error_code"), "1211");
  EXPECT_EQ(request.time_s(), 30);
  EXPECT_THAT(request.rig.samples.values("iteration_duration"), ElementsAre(30'000));
}

TEST(ClientSamples, CountARequestTimeoutAsSixtySecondsOfWaiting)
{
  OneRequest request(std::nullopt);
  EXPECT_THAT(request.values(), ElementsAre(1, 60'000, 0, 0, 0, 0, 60'000, 0, 1));
  EXPECT_EQ(request.tag("error_code"), "1050");
  EXPECT_EQ(request.tag("error"), "request timeout");
  EXPECT_EQ(request.time_s(), 60);
}

// Measured with k6: while dialling nothing of it is in any timing; with a connection its parts are kept, and what is
// left of the time-out is waiting.
TEST(ClientSamples, TellARequestTimeoutBeforeAndAfterTheConnect)
{
  OneRequest dialling(std::nullopt, false);
  EXPECT_THAT(dialling.values(), ElementsAre(1, 0, 0, 0, 0, 0, 0, 0, 1));
  EXPECT_EQ(dialling.tag("error_code"), "1050");
  EXPECT_EQ(dialling.time_s(), 60);

  TestRig rig("{}", one_request, never);
  rig.target.blocked_s = 0.25;
  rig.target.connecting_s = 0.125;
  rig.run();
  EXPECT_THAT(rig.samples.values("http_req_blocked"), ElementsAre(250));
  EXPECT_THAT(rig.samples.values("http_req_connecting"), ElementsAre(125));
  EXPECT_THAT(rig.samples.values("http_req_waiting"), ElementsAre(59'750));
  EXPECT_THAT(rig.samples.values("http_req_duration"), ElementsAre(59'750));
  EXPECT_EQ(rig.counted("data_sent"), 100);
}

TEST(ClientSamples, CountDroppedIterationsWithoutTheTagsOfTheScenario)
{
  TestRig rig("{tags: {run: x1}, scenarios: {buy: {executor: constant-arrival-rate, rate: 1, duration: 2s, "
              "preAllocatedVUs: 1, tags: {kind: fan}}}}",
              sleeping("10s"), never);
  rig.run();
  const auto& tags = rig.samples.by_metric["dropped_iterations"].front().tags;
  EXPECT_EQ(tags, (TagSet{{"run", "x1"}, {"scenario", "buy"}}));
}

TEST(ClientSamples, CarryTheSystemTagsThatAreAskedFor)
{
  TestRig rig("{systemTags: [status, method, name]}", one_request, answering_after(0.5));
  rig.run();
  EXPECT_EQ(rig.samples.lines.front(), "http_reqs 0.5 1 method=GET name=occupy status=200");
  EXPECT_EQ(rig.samples.lines.back(), "iterations 0.5 1");
}

// 0.1002 s is a little less in binary.
TEST(ClientSamples, CountWholeNanoseconds)
{
  EXPECT_THAT(OneRequest(answer_after(0.1002)).values()[1], 100.2);
}

TEST(ClientSamples, CountAResetWithTheTimeThatItTook)
{
  auto answer = answer_after(0.5, 0);
  answer.error = NetworkError::connection_reset;
  OneRequest request(answer);
  EXPECT_THAT(request.values(), ElementsAre(1, 500, 0, 0, 0, 0, 500, 0, 1));
  EXPECT_EQ(request.tag("error_code"), "1220");
}

TEST(ClientSamples, TellTheMethodOfTheEndpoint)
{
  TestRig rig("{}", one_request, answering_after(1), {}, {"POST", "GET", "GET", "PUT"}); // occupy is endpoint 3
  rig.run();
  EXPECT_EQ(*rig.samples.by_metric["http_reqs"].front().tags.find("method"), "PUT");
}

TEST(ClientSamples, CarryTheTagsOfTestAndScenario)
{
  TestRig rig("{tags: {site: berlin}, scenarios: {peak: {executor: per-vu-iterations, tags: {kind: fan}}}}",
              one_request, answering_after(1.5));
  rig.run();
  EXPECT_EQ(rig.samples.lines[0], "vus 1 1 site=berlin");
  EXPECT_EQ(rig.samples.lines[1], "vus_max 1 1 site=berlin");
  EXPECT_EQ(rig.samples.lines.back(), "iterations 1.5 1 group= kind=fan scenario=peak site=berlin");
}

TEST(ClientSamples, CountChecksInTheirGroups)
{
  TestRig rig("{}",
              with_steps("      - group:\n"
                         "          name: pay\n"
                         "          steps:\n"
                         "            - request: {endpoint: occupy, checks: [{name: ok, when: status == 200}]}\n"
                         "            - sleep: 1s\n"
                         "      - check: {name: ok, when: status == 500}\n"),
              answering_after(0.5));
  rig.run();
  EXPECT_EQ(rig.samples.lines[9], "checks 0.5 1 check=ok group=::pay scenario=default");
  EXPECT_THAT(rig.samples.lines, testing::Contains("group_duration 1.5 1500 group=::pay scenario=default"));
  EXPECT_THAT(rig.samples.lines, testing::Contains("checks 1.5 0 check=ok group= scenario=default"));
  const auto& checks = rig.test.checks();
  const auto& root = checks[GroupId::root];
  ASSERT_EQ(root.groups.size(), 1);
  const auto& pay = checks[root.groups[0]];
  EXPECT_EQ(pay.path, "::pay");
  EXPECT_EQ(checks[pay.checks[0]].passes, 1);
  EXPECT_EQ(checks[root.checks[0]].fails, 1);
}

} // namespace
} // namespace onsale::k6
