#include "model/system/executor/thread_pool.hpp"
#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/process.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace onsale::system {
namespace {

using engine::seconds;
using testing::ElementsAre;

struct PoolRig {
  explicit PoolRig(const ThreadPool::Options& options) : pool(simulation, cpu->add_process("java"), options) {}
  ~PoolRig() { simulation.clear(); }

  static engine::Process task(PoolRig& rig, char name, double at_s, double takes_s)
  {
    co_await engine::Sleep{rig.simulation, seconds(at_s)};
    auto place = rig.pool.admit();
    if (not place) {
      rig.note(name, "no");
      co_return;
    }
    const ThreadPool::Worker worker = co_await rig.pool.begin(std::move(place));
    if (not worker) {
      rig.note(name, "dropped");
      co_return;
    }
    rig.note(name, worker.fresh() ? "new" : "");
    co_await engine::Sleep{rig.simulation, seconds(takes_s)};
  }
  void note(char name, const std::string& what)
  {
    const auto now = static_cast<int>(engine::in_seconds(simulation.now()));
    log.push_back(std::string(1, name) + " " + std::to_string(now) + (what.empty() ? "" : " " + what));
  }
  void at(double time_s, char name, double takes_s) { simulation.spawn(task(*this, name, time_s, takes_s)); }

  engine::Simulation simulation;
  std::unique_ptr<engine::Cpu> cpu =
      engine::make_cpu(simulation, {.name = "cpu", .capacity = {.cores = 1}, .run_queue = {}});
  ThreadPool pool;
  std::vector<std::string> log;
};

} // namespace

// One thread, one place to wait, two threads at most: a and b start with new threads? No: b waits, c finds the queue
// full and begins with a new thread before b, d is turned away. a ends at 10 and takes b, c's thread is idle from 12
// on.
TEST(ThreadPool, GrowsOnlyWhenTheQueueIsFull)
{
  PoolRig rig({.name = "pool", .core = 1, .max = 2, .queue_capacity = 1});
  rig.at(0, 'a', 10);
  rig.at(1, 'b', 10);
  rig.at(2, 'c', 10);
  rig.at(3, 'd', 10);
  rig.at(15, 'e', 1);
  rig.simulation.run();
  EXPECT_THAT(rig.log, ElementsAre("a 0 new", "c 2 new", "d 3 no", "b 10", "e 15"));
  EXPECT_THAT(engine::broken_laws(rig.pool.station().report(rig.simulation.now())), ElementsAre());
}

// Below core each task gets a new thread, though one idles; beyond it an idle one is taken.
TEST(ThreadPool, StartsItsCoreThreadsFirst)
{
  PoolRig rig({.name = "pool", .core = 2, .max = 2, .queue_capacity = 10});
  rig.at(0, 'a', 1);
  rig.at(2, 'b', 1);
  rig.at(4, 'c', 1);
  rig.simulation.run();
  EXPECT_THAT(rig.log, ElementsAre("a 0 new", "b 2 new", "c 4"));
}

// The second thread idles from 2 to 70, longer than its 60 s: another one is started for b when the queue is full.
TEST(ThreadPool, EndsThreadsBeyondItsCoreThatIdle)
{
  PoolRig rig({.name = "pool", .core = 1, .max = 2, .queue_capacity = 0});
  rig.at(0, 'a', 1);
  rig.at(0, 'b', 2);
  rig.at(70, 'c', 1);
  rig.at(70, 'd', 1);
  rig.simulation.run();
  EXPECT_THAT(rig.log, ElementsAre("a 0 new", "b 0 new", "c 70", "d 70 new"));
}

TEST(ThreadPool, DropsTheOldestThatWaits)
{
  PoolRig rig({.name = "pool", .core = 1, .max = 1, .queue_capacity = 2});
  rig.at(0, 'a', 10);
  rig.at(1, 'b', 1);
  rig.at(2, 'c', 1);
  rig.simulation.run_until(engine::at_seconds(3));
  EXPECT_TRUE(rig.pool.drop_oldest());
  rig.simulation.run();
  EXPECT_THAT(rig.log, ElementsAre("a 0 new", "b 2 dropped", "c 10"));
  EXPECT_FALSE(rig.pool.drop_oldest());
  EXPECT_THAT(engine::broken_laws(rig.pool.station().report(rig.simulation.now())), ElementsAre());
}

TEST(ThreadPool, UnlimitedNobodyWaits)
{
  PoolRig rig({.name = "pool", .core = 0, .max = 0, .queue_capacity = 0, .limited = false});
  for (char name = 'a'; name < 'd'; ++name)
    rig.at(0, name, 5);
  rig.simulation.run();
  EXPECT_THAT(rig.log, ElementsAre("a 0 new", "b 0 new", "c 0 new"));
}

} // namespace onsale::system
