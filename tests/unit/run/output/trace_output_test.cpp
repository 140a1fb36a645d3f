#include "sim/run/output/trace_output.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <set>

namespace onsale::run {
namespace {

using Json = nlohmann::json;
using system::Part;

Scenario scenario()
{
  Scenario scenario;
  scenario.system.name = "shop";
  scenario.test = "rush";
  scenario.system.endpoints.resize(1);
  scenario.system.endpoints[0].id = "seats";
  scenario.system.endpoints[0].method = "GET";
  scenario.system.endpoints[0].path = "/seats";
  return scenario;
}

/// User 7 at 2 s: 1 ms on the way, 3 ms for a thread, 2 ms of CPU. Picked, as is every second one.
system::RequestTraces traces()
{
  system::RequestTraces traces(2);
  system::RequestTrace* const first = traces.next();
  first->user = 7;
  first->request_id = 42;
  first->start = engine::Time(engine::seconds(2));
  first->laps = {{Part::network, 0.001}, {Part::worker, 0.003}, {Part::cpu, 0.002}};
  first->status = 200;
  EXPECT_EQ(traces.next(), nullptr);
  system::RequestTrace* const third = traces.next();
  third->start = engine::Time(engine::seconds(3));
  third->laps = {{Part::pool, 0.5}};
  third->cause = system::Cause::pool_timeout;
  return traces;
}

} // namespace

TEST(ChromeTrace, PartsOfARequestFollowEachOtherInsideIt)
{
  const auto trace = Json::parse(chrome_trace(scenario(), traces()));
  std::vector<Json> slices;
  std::vector<std::string> names;
  for (const Json& event : trace.at("traceEvents"))
    if (event.at("ph") == "X" and event.at("tid") == 7) {
      slices.push_back(event);
      names.push_back(event.at("name"));
    } else if (event.at("ph") == "M" and event.at("tid") == 7) {
      EXPECT_EQ(event.at("args").at("name"), "VU 7");
    }
  ASSERT_THAT(names, testing::ElementsAre("seats", "network", "worker", "cpu"));
  EXPECT_EQ(slices[0].at("args").at("status"), 200);
  EXPECT_NEAR(slices[0].at("ts"), 2'000'000, 1e-3);
  EXPECT_NEAR(slices[0].at("dur"), 6'000, 1e-3);
  EXPECT_NEAR(slices[2].at("ts"), 2'001'000, 1e-3);
  EXPECT_NEAR(slices[3].at("ts"), 2'004'000, 1e-3);
  EXPECT_NEAR(slices[3].at("dur"), 2'000, 1e-3);
}

TEST(OtlpTrace, EachRequestIsATraceWithItsPartsAsChildren)
{
  const auto otlp = Json::parse(otlp_trace(scenario(), traces(), 1));
  const Json& resource = otlp.at("resourceSpans").at(0);
  EXPECT_EQ(resource.at("resource").at("attributes").at(0),
            Json::parse(R"({"key": "service.name", "value": {"stringValue": "shop"}})"));
  const Json& spans = resource.at("scopeSpans").at(0).at("spans");
  ASSERT_EQ(spans.size(), 6U);
  std::set<std::string> ids;
  for (const Json& span : spans) {
    EXPECT_THAT(span.at("traceId").get<std::string>(), testing::MatchesRegex("[0-9a-f]{32}"));
    EXPECT_THAT(span.at("spanId").get<std::string>(), testing::MatchesRegex("[0-9a-f]{16}"));
    ids.insert(span.at("spanId"));
  }
  EXPECT_EQ(ids.size(), 6U);
  EXPECT_FALSE(spans[0].contains("parentSpanId"));
  EXPECT_EQ(spans[0].at("name"), "GET /seats");
  EXPECT_EQ(spans[0].at("startTimeUnixNano"), "1704067202000000000");
  EXPECT_EQ(spans[0].at("endTimeUnixNano"), "1704067202006000000");
  EXPECT_EQ(spans[3].at("parentSpanId"), spans[0].at("spanId"));
  EXPECT_EQ(spans[3].at("name"), "cpu");
  EXPECT_EQ(spans[3].at("endTimeUnixNano"), spans[0].at("endTimeUnixNano"));
  EXPECT_NE(spans[4].at("traceId"), spans[0].at("traceId"));
  EXPECT_EQ(spans[4].at("status").at("code"), 2);
}

TEST(OtlpTrace, IdsDependOnTheSeed)
{
  EXPECT_EQ(otlp_trace(scenario(), traces(), 1), otlp_trace(scenario(), traces(), 1));
  EXPECT_NE(otlp_trace(scenario(), traces(), 1), otlp_trace(scenario(), traces(), 2));
}

} // namespace onsale::run
