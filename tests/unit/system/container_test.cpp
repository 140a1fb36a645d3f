// Containers: CPU limits that throttle, memory limits whose breach is a kill.
#include "model/system/container/container.hpp"
#include "tests/unit/system/system_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::system {
namespace {

std::string contained(const std::string& containers, const std::string& flow, const std::string& more = "")
{
  return free_machine("containers: {" + containers +
                      "}\n"
                      "jvm: {thread-start-cpu: 0s" +
                      more +
                      "}\n"
                      "endpoints:\n"
                      "  page:\n"
                      "    path: /\n"
                      "    allocates: 16MiB\n"
                      "    flow: [" +
                      flow + ", {respond: {}}]\n");
}

double heap_mib(const std::string& containers, const std::string& settings = "")
{
  http::Names names;
  return heap_bytes(valid_system("settings: {" + settings + "}\n" + contained(containers, "{cpu: 1ms}"), names)) /
         (1024 * 1024);
}

} // namespace

// Two threads on a limit of one core: 50 ms each in a period of 100 ms. Of 80 ms each, 50 are done at 50 ms, the rest
// from 100 ms on: 130 ms, of which 50 ms throttled.
TEST(Container, RequestsStandStillWhenTheQuotaIsSpent)
{
  SystemRig rig(contained("server: {cpus: 1}", "{cpu: 80ms}"));
  rig.at(0, 0);
  rig.at(0, 1);
  rig.run();
  ASSERT_EQ(rig.ended.size(), 2u);
  EXPECT_NEAR(rig.ended[1].took_s(), 0.13, 1e-9);
  EXPECT_NEAR(rig.mean_s(Part::throttled), 0.05, 1e-7);
  EXPECT_NEAR(rig.mean_s(Part::cpu), 0.08, 1e-7);
  EXPECT_NEAR(rig.mean_s(Part::cpu_wait), 0, 1e-7);
  expect_nothing_leaked(rig);
}

TEST(Container, OfTheDatabaseThrottlesStatements)
{
  SystemRig rig(contained("mysql: {cpus: 0.5, cpu-period: 20ms}", "{query: 25ms}"));
  rig.at(0, 0);
  rig.run();
  EXPECT_NEAR(rig.ended[0].took_s(), 0.045, 1e-9); // 10 ms, 10 ms, 5 ms, each period 20 ms
  EXPECT_THAT(rig.system->resources(),
              testing::Contains(testing::Field(&ResourceReport::figures,
                                               testing::Field(&engine::StationReport::name, "mysql cpu limit"))));
}

// MaxRAMPercentage 25 of the container, not of the host; half of a small one; not below MaxHeapSize.
TEST(Container, TheHeapIsAShareOfItsMemory)
{
  EXPECT_NEAR(heap_mib("server: {memory: 2GiB}"), 512, 1e-6);
  EXPECT_NEAR(heap_mib("server: {memory: 2GiB}", "jvm.max-ram-percentage: 75%"), 1536, 1e-6);
  EXPECT_NEAR(heap_mib("server: {memory: 200MiB}"), 100, 1e-6);
  EXPECT_NEAR(heap_mib("server: {memory: 400MiB}"), 124.8, 1e-6);
  EXPECT_NEAR(heap_mib("server: {memory: 2GiB}", "jvm.max-heap: 1GiB"), 1024, 1e-6);
}

TEST(Container, TheJvmCountsItsProcessorsByTheLimit)
{
  http::Names names;
  const SystemOptions half = valid_system(contained("server: {cpus: 0.5, memory: 4GiB}", "{cpu: 1ms}"), names);
  EXPECT_EQ(processors_of_jvm(half, 8), 1);
  EXPECT_TRUE(collects_serially(half, 8));
  const SystemOptions more = valid_system(contained("server: {cpus: 2.5, memory: 4GiB}", "{cpu: 1ms}"), names);
  EXPECT_EQ(processors_of_jvm(more, 8), 3);
  EXPECT_FALSE(collects_serially(more, 8));
  const SystemOptions small = valid_system(contained("server: {memory: 1GiB}", "{cpu: 1ms}"), names);
  EXPECT_TRUE(collects_serially(small, 8));
}

// Eden of 76.8 MiB is full with the fifth request. The collection of 100 ms is the work of 2 threads under a limit of
// 2: 200 ms of the period's quota, so it ends at its end; then the request computes.
TEST(Container, TheCollectorSpendsOfTheQuota)
{
  SystemRig rig(contained("server: {cpus: 2, memory: 2GiB}", "{cpu: 10ms}", ", young-pause: 100ms") +
                "settings: {jvm.max-heap: 128MiB}\n");
  for (std::uint32_t request = 0; request < 5; ++request)
    rig.at(request, 0);
  rig.run();
  ASSERT_EQ(rig.ended.size(), 5u);
  EXPECT_NEAR(rig.ended[3].took_s(), 0.01, 1e-9);
  EXPECT_NEAR(rig.ended[4].took_s(), 0.11, 1e-6);
  const auto used = rig.system->resources();
  const auto limit = std::find_if(used.begin(), used.end(),
                                  [](const ResourceReport& each) { return each.figures.name == "server cpu limit"; });
  ASSERT_NE(limit, used.end());
  EXPECT_NEAR(limit->figures.busy_s, 5 * 0.01 + 0.2, 1e-6);
}

// 100 MiB outside of the heap, a heap of up to 200 MiB in 220 MiB: allocation touches page after page until the kernel
// ends the process. 16 MiB a request: 12 fit into eden's 120 MiB .. the eighth is over.
TEST(Container, OverItsMemoryTheProcessIsKilledAndStartedAgain)
{
  SystemRig rig(contained("server: {memory: 220MiB, non-heap: 100MiB, stack: 0B, start-up: 5s}", "{delay: 10ms}") +
                "settings: {jvm.max-heap: 200MiB}\n");
  for (std::uint32_t request = 0; request < 12; ++request)
    rig.at(request, 0, {.fresh = true});
  rig.run();
  ASSERT_EQ(rig.ended.size(), 12u);
  for (std::uint32_t request = 0; request < 12; ++request) {
    const Ended& each = rig.ended[request];
    if (request == 7) {
      EXPECT_EQ(each.error, http::NetworkError::connection_reset);
    } else if (request > 7)
      EXPECT_EQ(each.error, http::NetworkError::connection_refused) << request;
    else
      EXPECT_EQ(each.status, 200) << request;
  }
  EXPECT_EQ(rig.failed(Cause::oom_killed).count, 1u);
  EXPECT_THAT(rig.log_lines(), testing::HasSubstr("Memory cgroup out of memory: Killed process 1 (java) anon-rss:"));
  EXPECT_TRUE(rig.instance().in_rotation());
  EXPECT_EQ(rig.system->part<Containers>(container_part).kills(), 1u);
  expect_nothing_leaked(rig);
}

// Kubernetes: at once, then 10 s, 20 s after the kill. Each request of a fresh process is over at once.
TEST(Container, RepeatedKillsBackOff)
{
  SystemRig rig(contained("server: {memory: 110MiB, non-heap: 100MiB, stack: 0B, start-up: 1s}", "{delay: 10ms}") +
                "settings: {jvm.max-heap: 200MiB}\n");
  for (std::uint32_t request = 0; request < 80; ++request)
    rig.at(0.5 + request, 0, {.fresh = true});
  rig.run();
  std::vector<double> reset_at_s;
  for (const Ended& each : rig.ended)
    if (each.error == http::NetworkError::connection_reset)
      reset_at_s.push_back(each.sent_s);
  // 0.5 + 1, then 10 + 1, 20 + 1, 40 + 1 after the kill before.
  EXPECT_THAT(reset_at_s, testing::ElementsAre(0.5, 1.5, 12.5, 33.5, 74.5));
}

TEST(Container, TellsLimitsThatAreNone)
{
  EXPECT_THAT(system_faults(contained("server: {cpu: 1}", "{cpu: 1ms}")), testing::HasSubstr("cpus"));
  EXPECT_THAT(system_faults(contained("mysql: {memory: 1GB}", "{cpu: 1ms}")), testing::HasSubstr("memory"));
  EXPECT_THAT(system_faults(contained("web: {cpus: 1}", "{cpu: 1ms}")), testing::HasSubstr("web"));
}

} // namespace onsale::system
