#include "model/system/database/group_commit.hpp"
#include "sim/engine/process.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace onsale::system {
namespace {

using engine::Distribution;
using engine::seconds;

engine::Process commit_at(engine::Simulation& simulation, GroupCommit& log, double time_s, std::vector<double>& done_s)
{
  co_await engine::Sleep{simulation, seconds(time_s)};
  co_await log.commit();
  done_s.push_back(engine::in_seconds(simulation.now()));
}

struct GroupCommitTest : testing::Test {
  engine::Simulation simulation;
  engine::RandomFamily draws{1, 0, "flushes"};
  std::vector<double> done_s;
};

// A flush of 2 x 1 s from 0 s on. Those of 0.5 and 1.5 s come during it and share the next, from 2 to 4 s; that of 3 s
// comes during the second and has the third for itself.
TEST_F(GroupCommitTest, WhoComesDuringAFlushSharesTheNext)
{
  GroupCommit log(simulation, draws, {Distribution::constant(1), 2});
  for (const double time_s : {0.0, 0.5, 1.5, 3.0})
    simulation.spawn(commit_at(simulation, log, time_s, done_s));
  simulation.run();
  EXPECT_THAT(done_s, testing::ElementsAre(2, 4, 4, 6));
  EXPECT_EQ(log.groups(), 3u);
  EXPECT_EQ(log.commits(), 4u);
  EXPECT_EQ(log.busy_s(), 6);
}

TEST_F(GroupCommitTest, WithoutFlushesACommitIsDoneAtOnce)
{
  GroupCommit log(simulation, draws, {Distribution::constant(1), 0});
  simulation.spawn(commit_at(simulation, log, 1, done_s));
  simulation.run();
  EXPECT_THAT(done_s, testing::ElementsAre(1));
}

TEST_F(GroupCommitTest, ASlowDiskStretchesFlushesFromTheNextOneOn)
{
  GroupCommit log(simulation, draws, {Distribution::constant(1), 1});
  for (const double time_s : {0.0, 0.5})
    simulation.spawn(commit_at(simulation, log, time_s, done_s));
  simulation.run_until(engine::at_seconds(0.6));
  log.set_slowdown(10);
  simulation.run();
  EXPECT_THAT(done_s, testing::ElementsAre(1, 11));
}

TEST_F(GroupCommitTest, WhoIsEndedWhileWaitingLeavesTheGroup)
{
  GroupCommit log(simulation, draws, {Distribution::constant(1), 1});
  engine::ProcessRef second;
  simulation.spawn(commit_at(simulation, log, 0, done_s));
  auto process = commit_at(simulation, log, 0.5, done_s);
  second.attach(process);
  simulation.spawn(std::move(process));
  simulation.run_until(engine::at_seconds(0.6));
  second.cancel();
  simulation.run();
  EXPECT_THAT(done_s, testing::ElementsAre(1));
}

} // namespace
} // namespace onsale::system
