#include "model/system/flow/step/steps.hpp"
#include "tests/unit/system/system_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::system {
namespace {

using Law = engine::Distribution::Law;

const std::string endpoints = "endpoints:\n  page: {path: /, flow: [{respond: {}}]}\n";
const std::string head = "system: test\nhosts: {box: {cores: 6}}\n";

SystemOptions read(const std::string& text)
{
  http::Names names;
  return valid_system(text, names);
}

TEST(SystemReader, ReadsHostsAndWhoRunsWhere)
{
  const SystemOptions options = read("system: shop\ntitle: A shop\n"
                                     "hosts:\n"
                                     "  web: {cores: 6, hardware-threads: 12, smt-gain: 30%, memory: 32GiB}\n"
                                     "  db: {cores: 4}\n"
                                     "processes: {mysql: db}\n" +
                                     endpoints);
  EXPECT_EQ(options.name, "shop");
  EXPECT_EQ(options.title, "A shop");
  ASSERT_EQ(options.hosts.size(), 2u);
  EXPECT_DOUBLE_EQ(options.hosts[0].cpu.largest(), 6 + 0.3 * 6);
  EXPECT_EQ(options.hosts[0].memory_bytes, 32.0 * 1024 * 1024 * 1024);
  EXPECT_EQ(options.hosts[1].cpu.hardware_threads, 4);
  EXPECT_THAT(options.host_of, testing::ElementsAre(0, 1, 0, 0));
}

TEST(SystemReader, TheHeapIsAQuarterOfTheHostUnlessSet)
{
  EXPECT_EQ(heap_bytes(read("system: test\nhosts: {box: {cores: 6, memory: 8GiB}}\n" + endpoints)),
            2.0 * 1024 * 1024 * 1024);
  EXPECT_EQ(heap_bytes(read(head + "settings: {jvm.max-heap: 123456B}\n" + endpoints)), 123456);
}

TEST(SystemReader, ReadsTheJvm)
{
  const JvmOptions jvm =
      read(head +
           "jvm: {young-pause: 20ms, young-pause-per-gb: 300ms, young-share: 40%, live-baseline: 1000B, "
           "full-gc-per-gb: 1s, thread-start-cpu: 50us, cold-factor: 4, warm-after: 100}\n" +
           endpoints)
          .jvm;
  EXPECT_EQ(jvm.young_pause.mean_s(), 0.02);
  EXPECT_EQ(jvm.young_pause_s_per_gb, 0.3);
  EXPECT_EQ(jvm.young_share, 0.4);
  EXPECT_EQ(jvm.live_baseline_bytes, 1000);
  EXPECT_EQ(jvm.full_gc_s_per_gb, 1);
  EXPECT_DOUBLE_EQ(jvm.thread_start_cpu_s, 50e-6);
  EXPECT_EQ(jvm.cold_factor, 4);
  EXPECT_EQ(jvm.warm_after_requests, 100);
}

TEST(SystemReader, WhatIsAlwaysLiveMustFitIntoTheHeap)
{
  EXPECT_EQ(system_faults(head + "settings: {jvm.max-heap: 1000B}\njvm: {live-baseline: 1001B}\n" + endpoints),
            "sale.yaml:4:22: jvm.live-baseline: 1001 bytes do not fit into the heap of 1000 bytes\n");
}

TEST(SystemReader, ReadsClientNetworkMysqlAndBooking)
{
  const SystemOptions options =
      read(head +
           "network: {round-trip: 1ms, backend-round-trip: 2ms}\n"
           "client: {request-cpu: 3ms, response-cpu: 4ms, output-cpu: 5ms, sending: 6ms, receiving: 7ms}\n"
           "mysql: {fsync: 1ms, commit-cpu: 2ms, buffer-pool-miss: 5%, page-read: 3ms}\n"
           "booking: {users: 7, concerts: 2, events: 3, seats-per-event: 4, price: 5, balance: 6, hold-ttl: 1m, "
           "reservation-ttl: 2m, second-token: replace}\n"
           "settings: {queue.active-ttl: 9s}\n" +
           endpoints);
  EXPECT_EQ(options.network.round_trip.mean_s(), 1e-3);
  EXPECT_EQ(options.network.backend_round_trip.mean_s(), 2e-3);
  EXPECT_EQ(options.client.output_cpu.mean_s(), 5e-3);
  EXPECT_EQ(options.client.receiving.mean_s(), 7e-3);
  EXPECT_EQ(options.database_costs.buffer_pool_miss_ratio, 0.05);
  EXPECT_EQ(options.booking.users, 7u);
  EXPECT_EQ(options.booking.inventory.seats_per_event, 4u);
  EXPECT_EQ(options.booking.inventory.reservation_ttl, booking::Seconds(120));
  EXPECT_EQ(options.booking.queue.reissue, booking::Reissue::replace);
  EXPECT_EQ(options.booking.queue.active_ttl, booking::Seconds(9));
}

TEST(SystemReader, DemandsVaryAsTheSystemSaysUnlessTheySayThemselves)
{
  const SystemOptions options = read(head + "demands: {law: gamma, cv: 0.5}\n"
                                            "network: {round-trip: 1ms}\n"
                                            "endpoints:\n"
                                            "  page:\n"
                                            "    path: /\n"
                                            "    flow:\n"
                                            "      - cpu: 1ms\n"
                                            "      - cpu: {mean: 2ms}\n"
                                            "      - cpu: {mean: 3ms, cv: 0}\n"
                                            "      - cpu: {mean: 4ms, law: exponential}\n"
                                            "      - cpu: {mean: 5ms, law: hyperexponential}\n"
                                            "      - cpu: {mean: 6ms, law: lognormal, cv: 3}\n"
                                            "      - respond: {}\n");
  const auto demand = [&](std::size_t i) {
    return dynamic_cast<const CpuStep&>(*options.endpoints.at(0).flow.at(i)).cpu;
  };
  const std::vector<std::pair<Law, double>> expected = {{Law::gamma, 0.5},          {Law::gamma, 0.5},
                                                        {Law::constant, 0},         {Law::exponential, 1},
                                                        {Law::hyperexponential, 2}, {Law::lognormal, 3}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(demand(i).law(), expected[i].first) << i;
    EXPECT_EQ(demand(i).cv(), expected[i].second) << i;
    EXPECT_DOUBLE_EQ(demand(i).mean_s(), 1e-3 * static_cast<double>(i + 1));
  }
  EXPECT_EQ(options.network.round_trip.law(), Law::constant); // the network is not a demand
}

TEST(SystemReader, ASpreadWithoutALawIsAGamma)
{
  const auto options = read(head + "client: {sending: {mean: 1ms, cv: 0.3}}\n" + endpoints);
  EXPECT_EQ(options.client.sending.law(), Law::gamma);
}

TEST(SystemReader, ReadsTheRunQueueOfAHost)
{
  const std::string hosts = "system: test\nhosts:\n  box: {cores: 1, speed: 0.5, scheduler: run-queue, run-queue: "
                            "{slice: 2ms, switch-cost: 3us, wakeup-preemption: false}}\n"
                            "  generator: {cores: 1}\nprocesses: {k6: generator}\n";
  const SystemOptions options = read(hosts + endpoints);
  ASSERT_TRUE(options.hosts[0].run_queue);
  EXPECT_EQ(options.hosts[0].run_queue->slice, engine::seconds(0.002));
  EXPECT_EQ(options.hosts[0].run_queue->switch_cost, engine::seconds(3e-6));
  EXPECT_FALSE(options.hosts[0].run_queue->wakeup_preemption);
  EXPECT_EQ(options.hosts[0].speed, 0.5);
  EXPECT_FALSE(options.hosts[1].run_queue);
}

TEST(SystemReader, ReadsTheOtherWorkOfAHost)
{
  const std::string host = "system: test\nhosts:\n  box: {cores: 1, other-work: {share: 2%, burst: ";
  const SystemOptions options = read(host + "3ms}}\n" + endpoints);
  EXPECT_EQ(options.hosts[0].other_work.share, 0.02);
  EXPECT_EQ(options.hosts[0].other_work.burst.mean_s(), 0.003);
  EXPECT_EQ(system_faults(host + "0s}}\n" + endpoints),
            "sale.yaml:3:50: hosts.box.other-work.burst: work needs some time: more than 0s\n");
}

TEST(SystemReader, RunQueuesAreOfWholeCoresWithTwoHardwareThreadsAtMost)
{
  const auto host = [](const std::string& cores) {
    return "system: test\nhosts:\n  box: {cores: " + cores + ", scheduler: run-queue}\n" + endpoints;
  };
  const SystemOptions options = read(host("2, hardware-threads: 4")); // k6 included
  EXPECT_TRUE(options.hosts[0].run_queue);
  EXPECT_EQ(system_faults(host("1.5")),
            "sale.yaml:3:32: hosts.box.scheduler: a run queue is that of a whole core: cores: 2, not 1.5\n");
  EXPECT_EQ(system_faults(host("2, hardware-threads: 6")),
            "sale.yaml:3:51: hosts.box.scheduler: a run queue is that of a core with two hardware threads at most\n");
}

TEST(SystemReader, ReadsWhatThreadsDoBesidesTheFlows)
{
  const ThreadOptions threads =
      read(head +
           "threads: {statement-cpu: 30us, poller-event-cpu: 10us, redis-hand-off: last-come,\n"
           "  worker-hand-off: blocking-queue}\n" +
           endpoints)
          .threads;
  EXPECT_DOUBLE_EQ(threads.statement_cpu.mean_s(), 30e-6);
  EXPECT_DOUBLE_EQ(threads.poller_event_cpu_s, 10e-6);
  EXPECT_EQ(threads.worker_hand_off, HandOff::blocking_queue);
  EXPECT_EQ(threads.redis_hand_off, HandOff::last_come);
  EXPECT_EQ(threads.hikari_hand_off, HandOff::in_turn);
}

TEST(SystemReader, SaysWhichSpreadsALawHas)
{
  EXPECT_EQ(
      system_faults(head + "client: {sending: {mean: 1ms, law: exponential, cv: 0.3}}\n" + endpoints),
      "sale.yaml:3:19: client.sending: the coefficient of variation does not fit the law (constant 0, exponential 1, "
      "gamma and lognormal above 0, hyperexponential above 1)\n");
}

TEST(SystemReader, ASpreadForAllDemandsMustFitItsLawToo)
{
  EXPECT_EQ(system_faults(head + "demands: {law: exponential, cv: 0.3}\n" + endpoints),
            "sale.yaml:3:10: demands: the coefficient of variation does not fit the law (constant 0, exponential 1, "
            "gamma and lognormal above 0, hyperexponential above 1)\n");
}

TEST(SystemReader, FindsEveryFaultAtOnce)
{
  EXPECT_EQ(
      system_faults("system: test\n"
                    "hosts: {web: {cores: 1}, db: {cores: 1}}\n"
                    "processes: {mysql: database}\n"
                    "statuses: {seat_takn: 409}\n"
                    "booking: {events: 100000, seats-per-event: 100000}\n"
                    "settings: {server.tomcat.threads.mx: 3}\n"),
      "sale.yaml:1:1: endpoints: a system needs at least one endpoint\n"
      "sale.yaml:3:20: processes.mysql: there is no host database: web, db\n"
      "sale.yaml:4:23: statuses.seat_takn: neither a cause of failure nor an outcome of the booking core is called "
      "seat_takn\n"
      "sale.yaml:5:44: booking.seats-per-event: more than 4,000,000,000 seats in all\n"
      "sale.yaml:6:12: unknown setting \"server.tomcat.threads.mx\", did you mean \"server.tomcat.threads.max\"?\n");
}

TEST(SystemReader, ASystemNeedsAHost)
{
  EXPECT_EQ(system_faults("system: test\n" + endpoints),
            "sale.yaml:1:1: hosts: a system needs at least one host, such as `box: {cores: 6, memory: 16GB}`\n");
}

TEST(SystemReader, StatusesAreOfCausesOrOutcomes)
{
  const auto rules = read(head + "statuses: {seat_taken: 410, pool_timeout: 503}\n" + endpoints).statuses;
  ASSERT_EQ(rules.size(), 2u);
  EXPECT_EQ(rules[0].cause, Cause::refused);
  EXPECT_EQ(rules[0].outcome, booking::Outcome::seat_taken);
  EXPECT_EQ(rules[0].status, 410);
  EXPECT_EQ(rules[1].cause, Cause::pool_timeout);
}

} // namespace
} // namespace onsale::system
