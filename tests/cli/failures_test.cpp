// Every request that k6 counts as failed is told once, with its cause and k6's status.
#include "tests/cli/lean_scenario.hpp"
#include "tests/cli/program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>

namespace onsale::cli {
namespace {

nlohmann::json run_of(const Lean& lean)
{
  const Workplace place;
  place.write("lean.yaml", lean_scenario(lean));
  const Ended ended = place.run({"run", "lean.yaml", "--json", "-q"});
  EXPECT_EQ(ended.exit_code, 0) << ended.errors;
  return nlohmann::json::parse(ended.output);
}

std::uint64_t failed_requests(const nlohmann::json& run)
{
  return run.at("summary").at("metrics").at("http_req_failed").at("passes").get<std::uint64_t>();
}

/// All of one cause: what k6 saw of them.
struct Seen {
  std::uint64_t count = 0;
  int status = -1;
  int error_code = -1;
};
Seen seen_of(const nlohmann::json& run, const std::string& cause)
{
  Seen seen;
  for (const auto& each : run.at("failures"))
    if (each.at("cause") == cause)
      seen = {seen.count + each.at("count").get<std::uint64_t>(), each.at("status"), each.at("error_code")};
  return seen;
}

} // namespace

TEST(Failures, AConnectionThatTheServerClosesHasNoStatus)
{
  const auto run = run_of({.settings = "  server.tomcat.threads.max: 2\n"
                                       "  server.tomcat.threads.max-queue-capacity: 3\n",
                           .flow = "{delay: 100ms}, {respond: {}}"});
  const Seen seen = seen_of(run, "queue_full");
  EXPECT_GT(seen.count, 0U);
  EXPECT_EQ(seen.count, failed_requests(run));
  EXPECT_EQ(seen.status, 0);
  EXPECT_EQ(seen.error_code, 1220);
}

TEST(Failures, AnAnswerOfTheFlowOrOfAWaitingPageIsOne)
{
  const auto run = run_of({.more = "actions: [{do: waiting page, at: 20s, endpoints: [a], status: 503}]\n"});
  const Seen seen = seen_of(run, "answered");
  EXPECT_GT(seen.count, 0U);
  EXPECT_EQ(seen.count, failed_requests(run));
  EXPECT_EQ(seen.status, 503);
}

// The server notices later that the client has gone, and its own refusal of a request whose client has gone is
// nobody's.
TEST(Failures, ATimeOutOfTheClientIsToldWhenTheClientGoes)
{
  const auto run = run_of({.settings = "  spring.datasource.hikari.maximum-pool-size: 1\n"
                                       "  spring.datasource.hikari.connection-timeout: 1s\n",
                           .flow = "{transaction: [{delay: 400ms}]}, {respond: {}}",
                           .steps = "{request: {endpoint: a, timeout: 1.2s}}, {sleep: 0.1s}"});
  const Seen gone = seen_of(run, "client_gone");
  EXPECT_GT(gone.count, 0U);
  EXPECT_EQ(gone.status, 0);
  EXPECT_EQ(gone.error_code, 1050);
  const Seen timed_out = seen_of(run, "pool_timeout");
  EXPECT_GT(timed_out.count, 0U);
  EXPECT_EQ(timed_out.status, 500);
  EXPECT_EQ(gone.count + timed_out.count, failed_requests(run));
}

} // namespace onsale::cli
