#include "tests/unit/system/system_fixture.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace onsale::system {
namespace {

std::string jvm(const std::string& options, const std::string& endpoints, const std::string& heap = "1000MB")
{
  return free_machine("jvm: {thread-start-cpu: 0s" + options + "}\nsettings: {jvm.max-heap: " + heap +
                      "}\nendpoints:\n" + endpoints);
}

// Eden has 600 MB: every 6th request of 100 MB begins a pause of 1 s, and is stopped by it itself.
TEST(Jvm, TheAllocationThatFillsEdenBeginsAPause)
{
  SystemRig rig(jvm(", young-pause: 1s", "  page: {path: /, allocates: 100MB, flow: [{cpu: 1ms}, {respond: {}}]}\n"));
  for (int k = 1; k <= 12; ++k)
    rig.at(10.0 * k, 0);
  rig.run();
  for (std::size_t k = 0; k < 12; ++k)
    EXPECT_NEAR(rig.ended[k].took_s(), k % 6 == 5 ? 1.001 : 0.001, 1e-9) << k;
  EXPECT_EQ(rig.instance().jvm().pauses(), 2u);
  EXPECT_EQ(rig.instance().jvm().full_collections(), 0u);
}

// Two threads work 1 s each; they are not stopped by the pause that they are.
TEST(Jvm, ThreadsOfAParallelCollectionWorkSideBySide)
{
  SystemRig rig(jvm(", young-pause: 1s, parallel-gc-threads: 2",
                    "  page: {path: /, allocates: 600MB, flow: [{cpu: 1ms}, {respond: {}}]}\n"));
  rig.at(10, 0);
  rig.run();
  EXPECT_NEAR(rig.ended[0].took_s(), 1.001, 1e-9);
  EXPECT_NEAR(rig.instance().jvm().paused_s(), 1, 1e-9);
}

TEST(Jvm, WithoutAnyWordOfCollectionsThereAreNone)
{
  SystemRig rig(jvm("", "  page: {path: /, allocates: 700MB, flow: [{cpu: 1ms}, {respond: {}}]}\n"));
  rig.at(0, 0);
  rig.at(1, 0);
  rig.run();
  EXPECT_EQ(rig.instance().jvm().pauses(), 0u);
}

// A statement of 1 s sent at 0 comes back at 1 s into a pause that lasts from 0.5 to 3.5 s: the thread goes on then.
// MySQL goes on meanwhile: the statement that is sent after the pause finds no queue.
TEST(Jvm, AStoppedProcessTakesNoStep)
{
  SystemRig rig(jvm(", young-pause: 3s", "  read: {path: /, flow: [{query: 1s}, {respond: {}}]}\n"
                                         "  fill: {path: /f, allocates: 600MB, flow: [{respond: {}}]}\n"));
  rig.at(0, 0);
  rig.at(0.5, 1, {.endpoint = 1});
  rig.at(2, 2);
  rig.run();
  ASSERT_EQ(rig.ended.size(), 3u);
  EXPECT_EQ(rig.ended[0].ended_s, 3.5);
  EXPECT_EQ(rig.ended[1].ended_s, 3.5);
  EXPECT_EQ(rig.ended[2].user, 2u);
  EXPECT_EQ(rig.ended[2].ended_s, 4.5);
}

// Promoted are the 200 MB of the request that waits, at 0.5 s/GB beside 0.1 s: 0.1 + 0.5 x 200 / 1024.
TEST(Jvm, APauseCostsMoreForWhatItPromotes)
{
  SystemRig rig(jvm(", young-pause: 0.1s, young-pause-per-gb: 0.5s",
                    "  hold: {path: /h, allocates: 200MiB, holds: 200MiB, flow: [{delay: 5s}, {respond: {}}]}\n"
                    "  fill: {path: /f, allocates: 600MB, flow: [{respond: {}}]}\n"));
  rig.at(0, 0);
  rig.at(1, 1, {.endpoint = 1});
  rig.run();
  EXPECT_DOUBLE_EQ(rig.instance().jvm().paused_s(), 0.1 + 0.5 * 200 / 1024);
}

// 1 GiB of heap, 512 MiB live from the start, 512 MiB of eden. Each request allocates 256 MiB and holds 128 MiB for 10
// s. Two come at 0 s: eden is full, 256 MiB are promoted (old 768). Two more at 1 s: eden, now 256, is full with the
// first of them: old 896. With the second of them old is 1024, more than 95 %: full, all of it live: 1 GiB x 0.6 s. It
// fits. The fifth at 3 s: 1152 MiB are live: out of memory, after a collection of 1152 / 1024 x 0.6 s = 0.675 s.
TEST(Jvm, MoreLiveThanTheHeapFailsWhoeverAllocates)
{
  SystemRig rig(jvm(", live-baseline: 512MiB",
                    "  list: {path: /l, allocates: 256MiB, holds: 128MiB, flow: [{delay: 10s}, {respond: {}}]}\n",
                    "1024MiB"));
  for (std::uint32_t user = 0; user < 4; ++user)
    rig.at(user < 2 ? 0 : 1, user);
  rig.run_until(2);
  EXPECT_EQ(rig.instance().jvm().pauses(), 3u);
  EXPECT_EQ(rig.instance().jvm().full_collections(), 1u);
  EXPECT_DOUBLE_EQ(rig.instance().jvm().paused_s(), 0.6);
  rig.at(3, 4);
  rig.simulation.run_until(engine::at_seconds(4));
  ASSERT_EQ(rig.ended.size(), 1u);
  EXPECT_EQ(rig.ended[0].status, 500);
  EXPECT_NEAR(rig.ended[0].took_s(), 0.675, 1e-9);
  EXPECT_EQ(rig.failed(Cause::out_of_memory).count, 1u);
  EXPECT_EQ(rig.log_lines(), "java.lang.OutOfMemoryError: Java heap space\n");
  rig.run();
  EXPECT_EQ(rig.failed(Cause::out_of_memory).count, 1u);
  EXPECT_DOUBLE_EQ(rig.instance().jvm().heap().live_bytes(), 512.0 * 1024 * 1024);
}

// 97 of 100 GB live from the start: eden has 3 GB, each request of 1.5 GB fills half of it, so every second one stops
// the process for 97 x 0.6 = 58.2 s; the pool's housekeeper is late by more than 15 s.
TEST(Jvm, AStormOfFullCollectionsAlarmsTheHousekeeper)
{
  SystemRig rig(jvm(", live-baseline: 97GiB",
                    "  page: {path: /, allocates: 1536MiB, flow: [{cpu: 1ms}, {respond: {}}]}\n", "100GiB"));
  rig.closed_load(1, 200, {.patience_s = 300});
  rig.run_until(250);
  EXPECT_EQ(rig.instance().jvm().full_collections(), 4u); // at 0.001, 58.2, 116.4, 174.6 s, and the load ends at 200 s
  EXPECT_NEAR(rig.instance().jvm().paused_s(), 4 * 58.2, 1e-6);
  ASSERT_EQ(rig.instance().jvm().log().size(), 4u);
  EXPECT_EQ(rig.instance().jvm().log()[0].text,
            "HikariPool-1 - Thread starvation or clock leap detected (housekeeper delta=58s101ms).");
  EXPECT_NEAR(engine::in_seconds(rig.instance().jvm().log()[0].time), 58.201, 1e-9);
}

// The n-th request of an endpoint costs 1 + 3 exp(-n / 10) of warm code, n from 0; the other endpoint is still cold
// then.
TEST(Jvm, CodeWarmsUpByEndpoint)
{
  SystemRig rig(jvm(", cold-factor: 4, warm-after: 10", "  a: {path: /a, flow: [{cpu: 1ms}, {respond: {}}]}\n"
                                                        "  b: {path: /b, flow: [{cpu: 1ms}, {respond: {}}]}\n"));
  for (int k = 0; k < 200; ++k)
    rig.at(k, 0);
  rig.at(200, 0, {.endpoint = 1});
  rig.run();
  for (const std::size_t k : {0u, 1u, 10u, 50u})
    EXPECT_NEAR(rig.ended[k].took_s(), 1e-3 * (1 + 3 * std::exp(-static_cast<double>(k) / 10)), 1e-9);
  EXPECT_NEAR(rig.ended[199].took_s(), 1e-3, 1e-9);
  EXPECT_NEAR(rig.ended[200].took_s(), 4e-3, 1e-9);
}

} // namespace
} // namespace onsale::system
