#include "sim/engine/gate.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/simgrid_coupling.hpp"
#include "tests/unit/engine/diary.hpp"
#include "tests/unit/engine/in_child.hpp"

#include <gmock/gmock.h>
#include <simgrid/s4u.hpp>

#include <array>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace onsale::engine {
namespace {

namespace s4u = simgrid::s4u;
using testing::ElementsAre;

/// A platform of one host, and a simulation coupled to it.
class Platform {
public:
  Platform() : engine_(&argc_, argv_.data())
  {
    auto* zone = s4u::create_full_zone("site");
    host = zone->create_host("host", 1e9);
    host->seal();
    zone->seal();
    coupling.emplace(simulation);
  }
  ~Platform() { simulation.clear(); }

private:
  std::array<std::string, 3> words_{"test", "--log=root.thresh:critical", "--cfg=contexts/factory:thread"};
  std::array<char*, 4> argv_{words_[0].data(), words_[1].data(), words_[2].data(), nullptr};
  int argc_ = 3;
  s4u::Engine engine_;

public:
  s4u::Host* host = nullptr;
  Simulation simulation;
  Diary diary{simulation};
  std::optional<SimGridCoupling> coupling;
};

Process sleeps(Platform& platform, std::string name, Duration duration)
{
  co_await Sleep{platform.simulation, duration};
  platform.diary.note(name);
}

TEST(SimGridCoupling, RunsWithoutActors)
{
  in_child([] {
    Platform platform;
    platform.simulation.spawn(sleeps(platform, "b", seconds(2)));
    platform.simulation.spawn(sleeps(platform, "a", seconds(1)));
    platform.coupling->run();
    EXPECT_THAT(platform.diary.lines(), ElementsAre("1 a", "2 b"));
    EXPECT_EQ(s4u::Engine::get_clock(), 2);
  });
}

// An actor that sleeps until 1 and 2.5 among processes at 0.5, 2 and 3: one clock, one order.
TEST(SimGridCoupling, KeepsActorsAndProcessesInOneOrderOfTime)
{
  in_child([] {
    Platform platform;
    for (const double at_s : {0.5, 2.0, 3.0})
      platform.simulation.spawn(sleeps(platform, "process", seconds(at_s)));
    s4u::Actor::create("actor", platform.host, [&platform] {
      for (const double until_s : {1.0, 2.5}) {
        s4u::this_actor::sleep_until(until_s);
        EXPECT_EQ(in_seconds(platform.simulation.now()), s4u::Engine::get_clock());
        platform.diary.note("actor");
      }
    });
    platform.coupling->run();
    EXPECT_THAT(platform.diary.lines(), ElementsAre("0.5 process", "1 actor", "2 process", "2.5 actor", "3 process"));
  });
}

Process waits(Platform& platform, Gate& gate)
{
  co_await gate.pass();
  platform.diary.note("passed");
  co_await Sleep{platform.simulation, seconds(0.25)};
  platform.diary.note("went on");
}

TEST(SimGridCoupling, LetsAnActorWakeProcesses)
{
  in_child([] {
    Platform platform;
    Gate gate(platform.simulation);
    const ClearAtEnd clear(platform.simulation);
    platform.simulation.spawn(waits(platform, gate));
    s4u::Actor::create("operator", platform.host, [&] {
      s4u::this_actor::sleep_for(1.5);
      gate.open();
      s4u::this_actor::sleep_for(10);
    });
    platform.coupling->run();
    EXPECT_THAT(platform.diary.lines(), ElementsAre("1.5 passed", "1.75 went on"));
    EXPECT_EQ(s4u::Engine::get_clock(), 11.5);
  });
}

/// Group commit: processes add themselves to a batch, one actor writes all of the batch in 0.1 s.
struct LogWriter {
  explicit LogWriter(Platform& at) : platform(at), written(at.simulation) {}

  void run(int writes)
  {
    const std::unique_lock lock(*mutex);
    for (int i = 0; i < writes; ++i) {
      idle = true;
      while (pending == 0)
        work->wait(mutex);
      idle = false;
      const int batch = std::exchange(pending, 0);
      s4u::this_actor::sleep_for(0.1);
      platform.diary.note("wrote " + std::to_string(batch));
      written.open();
      written.shut();
    }
  }

  Platform& platform;
  Gate written;
  s4u::MutexPtr mutex = s4u::Mutex::create();
  s4u::ConditionVariablePtr work = s4u::ConditionVariable::create();
  int pending = 0;
  bool idle = false;
};

Process commits(Platform& platform, LogWriter& log, std::string name, Duration start)
{
  co_await Sleep{platform.simulation, start};
  ++log.pending;
  if (log.idle)
    platform.simulation.in_simgrid([&log] { log.work->notify_all(); });
  co_await log.written.pass();
  platform.diary.note(name);
}

// a wakes the writer at 1 (written at 1.1), b at 1.2 (1.3), c at 5 (5.1).
TEST(SimGridCoupling, LetsAProcessWakeAnActorAtItsOwnInstant)
{
  in_child([] {
    Platform platform;
    LogWriter log(platform);
    const ClearAtEnd clear(platform.simulation);
    platform.simulation.spawn(commits(platform, log, "a", seconds(1)));
    platform.simulation.spawn(commits(platform, log, "b", seconds(1.2)));
    platform.simulation.spawn(commits(platform, log, "c", seconds(5)));
    s4u::Actor::create("log writer", platform.host, [&log] { log.run(3); });
    platform.coupling->run();
    EXPECT_THAT(platform.diary.lines(),
                ElementsAre("1.1 wrote 1", "1.1 a", "1.3 wrote 1", "1.3 b", "5.1 wrote 1", "5.1 c"));
  });
}

// What an actor asks of SimGrid through the simulation is done at once, and not when the next process moves.
TEST(SimGridCoupling, DoesWhatAnActorAskedForAtThatInstant)
{
  in_child([] {
    Platform platform;
    platform.simulation.spawn(sleeps(platform, "process", seconds(9)));
    s4u::Actor::create("actor", platform.host, [&platform] {
      s4u::this_actor::sleep_for(2);
      platform.simulation.in_simgrid([&platform] { platform.diary.note("action"); });
      s4u::this_actor::sleep_for(2);
      platform.diary.note("actor");
    });
    platform.coupling->run();
    EXPECT_THAT(platform.diary.lines(), ElementsAre("2 action", "4 actor", "9 process"));
  });
}

Process finishes(Platform& platform, Duration after)
{
  co_await Sleep{platform.simulation, after};
  platform.coupling->finish();
}

TEST(SimGridCoupling, EndsTheRunFromAProcess)
{
  in_child([] {
    Platform platform;
    platform.simulation.spawn(finishes(platform, seconds(3)));
    platform.simulation.spawn(sleeps(platform, "before", seconds(2)));
    platform.simulation.spawn(sleeps(platform, "after", seconds(4)));
    bool killed = false;
    s4u::Actor::create("endless", platform.host, [&killed] {
      s4u::this_actor::on_exit([&killed](bool) { killed = true; });
      while (true)
        s4u::this_actor::sleep_for(1000);
    });
    platform.coupling->run();
    EXPECT_EQ(s4u::Engine::get_clock(), 3);
    EXPECT_THAT(platform.diary.lines(), ElementsAre("2 before"));
    EXPECT_TRUE(killed);
  });
}

TEST(SimGridCoupling, EndsTheRunFromAnActorWhileAnotherWaitsForGood)
{
  in_child([] {
    Platform platform;
    platform.simulation.spawn(sleeps(platform, "after", seconds(4)));
    auto never = s4u::Semaphore::create(0);
    s4u::Actor::create("waits for good", platform.host, [never] { never->acquire(); });
    s4u::Actor::create("operator", platform.host, [&platform] {
      s4u::this_actor::sleep_for(3);
      platform.coupling->finish();
    });
    platform.coupling->run();
    EXPECT_EQ(s4u::Engine::get_clock(), 3);
    EXPECT_TRUE(platform.diary.lines().empty());
  });
}

Process fails(Platform& platform)
{
  co_await Sleep{platform.simulation, seconds(2)};
  throw std::runtime_error("the handler failed");
}

TEST(SimGridCoupling, RethrowsWhatAProcessThrew)
{
  in_child([] {
    Platform platform;
    platform.simulation.spawn(fails(platform));
    s4u::Actor::create("endless", platform.host, [] {
      while (true)
        s4u::this_actor::sleep_for(1000);
    });
    EXPECT_THROW(platform.coupling->run(), std::runtime_error);
    EXPECT_EQ(s4u::Engine::get_clock(), 2);
  });
}

} // namespace
} // namespace onsale::engine
