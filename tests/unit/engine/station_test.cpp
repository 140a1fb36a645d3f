#include "sim/engine/random.hpp"
#include "sim/engine/station.hpp"
#include "tests/oracle/since.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace onsale::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// One server: a served 0-4, b comes at 1 and is served 4-6, c comes at 2 and gives up at 5, d comes at 5 and waits.
Station at_six_seconds()
{
  Station station("desk", 1);
  station.arrive_and_start(at_seconds(0));
  station.arrive(at_seconds(1));
  station.arrive(at_seconds(2));
  station.complete(at_seconds(4));
  station.start_service(at_seconds(4));
  station.give_up(at_seconds(5));
  station.arrive(at_seconds(5));
  return station;
}

TEST(Station, CountsAndIntegrates)
{
  const StationReport report = at_six_seconds().report(at_seconds(6));
  EXPECT_EQ(report.name, "desk");
  EXPECT_DOUBLE_EQ(report.elapsed_s, 6);
  EXPECT_EQ(report.arrivals, 4U);
  EXPECT_EQ(report.completions, 1U);
  EXPECT_EQ(report.gave_up, 1U);
  EXPECT_EQ(report.queued, 1U);
  EXPECT_EQ(report.in_service, 1U);
  EXPECT_EQ(report.queued_max, 2U);
  EXPECT_DOUBLE_EQ(report.busy_s, 6);            // a 4, b 2 so far
  EXPECT_DOUBLE_EQ(report.served_s, 6);          //
  EXPECT_DOUBLE_EQ(report.queued_integral_s, 7); // b 1-4, c 2-5, d 5-6
  EXPECT_DOUBLE_EQ(report.waited_s, 7);
  EXPECT_DOUBLE_EQ(report.utilisation(), 1);
  EXPECT_DOUBLE_EQ(report.throughput_per_s(), 1.0 / 6);
  EXPECT_DOUBLE_EQ(report.queued_mean(), 7.0 / 6);
  EXPECT_THAT(broken_laws(report), IsEmpty());
}

// From 6 on, with b in service and d waiting; b ends at 8, d is served 8-9.
TEST(Station, TellsOfATimeAsTheDifferenceOfTwoReports)
{
  Station station = at_six_seconds();
  const StationReport before = station.report(at_seconds(6));
  station.complete(at_seconds(8));
  station.start_service(at_seconds(8));
  const StationReport report = oracle::since(before, station.report(at_seconds(9)));
  EXPECT_EQ(report.arrivals, 2U);
  EXPECT_DOUBLE_EQ(report.elapsed_s, 3);
  EXPECT_DOUBLE_EQ(report.busy_s, 3);
  EXPECT_DOUBLE_EQ(report.waited_s, 2);
  EXPECT_THAT(broken_laws(report), IsEmpty());
}

TEST(Station, AveragesACapacityThatChanges)
{
  Station station("desk", 1);
  station.set_capacity(at_seconds(3), 5);
  EXPECT_DOUBLE_EQ(station.report(at_seconds(4)).capacity_mean, 2); // (3 * 1 + 1 * 5) / 4
  EXPECT_DOUBLE_EQ(station.report(at_seconds(4)).capacity, 5);
}

TEST(Station, CountsWhatIsInServiceAsCapacityWhileItShrinks)
{
  Station station("desk", 2);
  station.arrive_and_start(at_seconds(0));
  station.arrive_and_start(at_seconds(0));
  station.set_capacity(at_seconds(1), 0);
  station.complete(at_seconds(3));
  const StationReport report = station.report(at_seconds(4));
  EXPECT_DOUBLE_EQ(report.capacity_mean, 7.0 / 4); // 2 until 3, then 1
  EXPECT_DOUBLE_EQ(report.utilisation(), 1);
  EXPECT_THAT(broken_laws(report), IsEmpty());
}

TEST(Station, WithoutLimitHasNoUtilisation)
{
  Station station("locks", 0);
  station.arrive_and_start(at_seconds(0));
  EXPECT_DOUBLE_EQ(station.report(at_seconds(2)).utilisation(), 0);
  EXPECT_DOUBLE_EQ(station.report(at_seconds(2)).busy_s, 2);
}

// A million customers late in a long run, none of whom waits longer than 2 us: the sum of waits is some seconds, sums
// of instants would be 1e11. Rounding must not look like a broken law.
TEST(Station, KeepsItsLawsInLongRuns)
{
  const RandomFamily family(1, 0, "station test");
  RandomStream random(family, 0);
  Station station("desk", 0);
  double now_s = 100'000;
  for (int i = 0; i < 1'000'000; ++i) {
    station.arrive(at_seconds(now_s));
    station.start_service(at_seconds(now_s += random.uniform() * 2e-6));
    station.complete(at_seconds(now_s += random.uniform() * 1e-5));
  }
  EXPECT_THAT(broken_laws(station.report(at_seconds(now_s))), IsEmpty());
}

TEST(BrokenLaws, NamesEachLawThatFailsWithItsFigures)
{
  StationReport report{.name = "pool", .elapsed_s = 10, .capacity = 1, .capacity_mean = 1};
  report.arrivals = 10;
  report.completions = 7;
  report.gave_up = 1;
  report.busy_s = 12;
  report.served_s = 6;
  report.queued_integral_s = 4;
  report.waited_s = 3;
  EXPECT_THAT(broken_laws(report), ElementsAre("pool: flow balance broken: arrivals = 10, left or present = 8",
                                               "pool: utilisation law broken: busy_s = 12, served_s = 6",
                                               "pool: Little's law broken: integral of queue = 4, sum of waits = 3",
                                               "pool: utilisation <= 1 broken: utilisation = 1.2, limit = 1"));
}

TEST(BrokenLaws, AllowsForRounding)
{
  StationReport report{.name = "pool", .elapsed_s = 10, .capacity = 1, .capacity_mean = 1};
  report.busy_s = 5;
  report.served_s = 5 + 4e-6;
  EXPECT_THAT(broken_laws(report), IsEmpty());
  report.served_s = 5 + 6e-6;
  EXPECT_EQ(broken_laws(report).size(), 1U);
}

} // namespace
} // namespace onsale::engine
