#include "sim/run/output/run_report.hpp"

#include <gtest/gtest.h>

namespace onsale::run {

TEST(RunReport, FindingsComeInTheOrderOfBlame)
{
  RunResult result;
  result.load.duration_s = 10;
  result.failures.push_back(
      {"reserve", "pool_timeout", "hikari pool", 500, {3, engine::at_seconds(30.5), {}, "HikariPool-1 - no"}});
  result.failures.push_back(
      {"hold", "seat_taken", "booking core", 409, {12, engine::at_seconds(31), {}, "seat_taken (HTTP 409)"}});
  result.cpu_users = {{"app", "server", 2.5, 15}, {"app", "redis", 2.5, 1}, {"load", "k6", 4, 2}};
  result.gc_pauses = 2;
  result.gc_full = 1;
  result.gc_paused_s = 0.25;
  EXPECT_EQ(findings_text({}, result, false),
            "     verdict     Sends no request; the test is too short to see what fills up.\n"
            "     bottleneck  none: no resource was at least 95 % busy for 3 s\n"
            "     limited by  the load generator: 0 VUs asked for no more: no resource of the server was full "
            "(nothing did any work for 3 s on end)\n"
            "     failures       30.5 s      0 VUs       0/s  hikari pool        pool_timeout      3 x reserve (HTTP "
            "500) until 0 s\n"
            "                           HikariPool-1 - no\n"
            "                    31.0 s      0 VUs       0/s  booking core       seat_taken        12 x hold (HTTP "
            "409) until 0 s\n"
            "     cpu         app: server 1.50 of 2.5 cores, redis 0.10; load: k6 0.20 of 4 cores\n"
            "     gc          2 pauses (1 full), 250ms in all\n");
}

TEST(RunReport, AnatomyLeavesOutPartsWithoutTime)
{
  EndpointAnatomy hold{"hold", "mean", {}};
  hold.sums.requests = 2;
  hold.sums.total_s[static_cast<std::size_t>(system::Part::cpu)] = 0.003;
  hold.sums.total_s[static_cast<std::size_t>(system::Part::lock)] = 0.001;
  EndpointAnatomy slow = hold;
  slow.of = "p95";
  EXPECT_EQ(anatomy_text({hold, slow}), "     ms of            requests       cpu      lock       all\n"
                                        "     hold       mean         2     1.500     0.500     2.000\n"
                                        "                 p95         2     1.500     0.500     2.000\n");
}

TEST(RunReport, BrokenLawIsMarkedAtItsStation)
{
  engine::StationReport sound{.name = "pool",
                              .elapsed_s = 10,
                              .capacity = 2,
                              .capacity_mean = 2,
                              .arrivals = 3,
                              .completions = 2,
                              .in_service = 1,
                              .busy_s = 4,
                              .served_s = 4};
  engine::StationReport leaking = sound;
  leaking.name = "locks";
  leaking.arrivals = 4;
  EXPECT_EQ(laws_text({{{.id = "pool"}, sound}, {{.id = "locks"}, leaking}}, false),
            "     station          came  left+present        busy s         X S T       queue s         X R T\n"
            "     pool                3             3         4.000         4.000         0.000         0.000  ✓\n"
            "     locks               4             3         4.000         4.000         0.000         0.000  ✗\n");
}

} // namespace onsale::run
