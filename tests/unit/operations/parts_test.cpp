// What parts owe to the discipline of their host: threads everywhere, whatever shares the processors.
#include "tests/unit/operations/operations_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::system {
namespace {

using operations::OperationsRig;

std::string box_of(const std::string& more, const std::string& host = "cores: 1, memory: 4GB, scheduler: run-queue")
{
  return "system: test\n"
         "hosts:\n"
         "  box: {" +
         host +
         "}\n"
         "  generator: {cores: 1000, memory: 4GB}\n"
         "processes: {server: box, mysql: box, redis: box, k6: generator}\n"
         "network: {round-trip: 0s, backend-round-trip: 0s}\n"
         "jvm: {thread-start-cpu: 0us}\n" +
         more;
}

const std::string one_page = "endpoints:\n  page: {path: /, flow: [{cpu: 1ms}, {respond: {}}]}\n";

const engine::StationReport& figures_of(const std::vector<ResourceReport>& reports, const std::string& name)
{
  for (const ResourceReport& each : reports)
    if (each.resource.name() == name)
      return each.figures;
  throw std::out_of_range(name);
}

// The job has the core from 100 to 105 ms; who comes at 101 ms waits for it, 4 ms, and then works 1 ms. Shared, the
// core would let both go on at half its speed: 2 ms.
TEST(Parts, ABackgroundJobTakesItsTurnOnTheRunQueue)
{
  OperationsRig rig(box_of(one_page), "background: [{name: report, every: 100ms, cpu: 5ms}]\n");
  rig.at(0.101, 0);
  rig.run_until(0.15);
  ASSERT_EQ(rig.ended.size(), 1u);
  EXPECT_GT(rig.ended[0].took_s(), 2.4e-3); // a slice of 1.4 ms, or the tick behind it, at least
  EXPECT_NEAR(rig.system->hosts.of(Role::mysql).cpu().report(rig.simulation.now()).busy_s, 6e-3, 1e-9);
}

// Twice the speed: 1 ms of work takes 0.5 ms, and two requests that come together one after the other.
TEST(Parts, AnAddedInstanceHasItsHostsDisciplineAndSpeed)
{
  SystemRig rig(box_of(one_page, "cores: 1, memory: 4GB, scheduler: run-queue, speed: 2"));
  const std::size_t second = rig.system->application.add_instance();
  rig.system->application.start_instance(second);
  Instance& added = *rig.system->application.instances()[second];
  EXPECT_EQ(added.cpu().speed(), 2);
  rig.instance().set_in_rotation(false);
  rig.at(0, 0);
  rig.at(0, 1);
  rig.run();
  ASSERT_EQ(rig.ended.size(), 2u);
  EXPECT_NEAR(rig.ended[0].took_s(), 0.5e-3, 1e-9);
  EXPECT_NEAR(rig.ended[1].took_s(), 1e-3, 1e-9);
}

// Ten users who do nothing but ask Redis for 1 ms: its thread is busy all the time, nine of ten wait for it.
TEST(Parts, RedisIsToBlameByEitherDiscipline)
{
  for (const char* host : {"cores: 1, memory: 4GB, scheduler: run-queue", "cores: 4, memory: 4GB"}) {
    SCOPED_TRACE(host);
    SystemRig rig(box_of("endpoints:\n  page: {path: /, flow: [{redis: 1ms}, {respond: {}}]}\n", host));
    rig.closed_load(10, 1);
    rig.run_until(1);
    const auto reports = rig.system->resources();
    const engine::StationReport& thread = figures_of(reports, "redis thread");
    EXPECT_NEAR(thread.utilisation(), 1, 0.01);
    EXPECT_NEAR(thread.queued_mean(), 9, 0.1);
    EXPECT_THAT(engine::broken_laws(thread), testing::IsEmpty());
    rig.run();
  }
}

// Ten threads that want the core all the time: that many are in its queue, not one.
TEST(Parts, TheQueueOfACoreCountsThreadsThatWaitForIt)
{
  SystemRig rig(box_of(one_page));
  rig.closed_load(10, 1);
  rig.run_until(1);
  EXPECT_NEAR(figures_of(rig.system->resources(), "box cpu").queued_mean(), 10, 0.1);
  rig.run();
}

// Half the clean-up, then the rest: 0.4 ms more of a host whose threads share the cores.
TEST(Parts, WhatThreadsCostIsSpentWhereTheyShareTheProcessorsToo)
{
  SystemRig rig(
      box_of("threads: {clean-up-cpu: 0.4ms, poller-event-cpu: 0.1ms}\n" + one_page, "cores: 4, memory: 4GB"));
  rig.at(0, 0);
  rig.run();
  EXPECT_NEAR(rig.ended[0].took_s(), 1.1e-3, 1e-9);
  EXPECT_NEAR(rig.system->hosts.of(Role::server).cpu().report(rig.simulation.now()).busy_s, 1.5e-3, 1e-9);
}

TEST(Parts, ARunQueueThatNobodyAskedForIsAFault)
{
  EXPECT_THAT(system_faults(box_of(one_page, "cores: 1, run-queue: {slice: 3ms}")),
              testing::HasSubstr("hosts.box.run-queue: says nothing without `scheduler: run-queue`"));
}

TEST(Parts, ResourcesOfTheScenarioAreThoseThatReport)
{
  SystemRig rig(box_of(one_page));
  std::vector<std::string> known;
  for (const Resource& each : resources(rig.options))
    known.push_back(each.name());
  std::vector<std::string> reporting;
  for (const ResourceReport& each : rig.system->resources()) {
    reporting.push_back(each.resource.name());
    EXPECT_EQ(each.figures.name, each.resource.name());
  }
  EXPECT_THAT(reporting, testing::UnorderedElementsAreArray(known));
}

} // namespace
} // namespace onsale::system
