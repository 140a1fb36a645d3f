#include "sim/engine/cpu/event_loop.hpp"
#include "tests/unit/engine/diary.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace onsale::engine {
namespace {

struct EventLoopTest : testing::Test {
  Process item(EventLoop& loop, const char* name, double start_s)
  {
    co_await Sleep{simulation, seconds(start_s)};
    co_await loop.handle(seconds(1));
    diary.note(name);
  }

  /// One item at 0 and two at 1, each 1 s of work; a pass costs 10 s.
  std::vector<std::string> answers(double answer_share)
  {
    EventLoop loop(simulation, *cpu, 0, {"loop", seconds(10), answer_share});
    simulation.spawn(item(loop, "a", 0));
    simulation.spawn(item(loop, "b", 1));
    simulation.spawn(item(loop, "c", 1));
    simulation.run();
    EXPECT_EQ(loop.passes(), 2);
    EXPECT_EQ(loop.items(), 3);
    simulation.clear();
    return diary.lines();
  }

  Simulation simulation;
  std::unique_ptr<Cpu> cpu = make_cpu(simulation, {.name = "cpu", .capacity = {}, .run_queue = RunQueueOptions{}});
  Diary diary{simulation};
};

// Pass 1 takes a alone: 10 + 1 s. Pass 2 takes b and c: 10 s, then 1 s each.
TEST_F(EventLoopTest, AnswersEachItemWhenItsOwnWorkIsDone)
{
  EXPECT_EQ(answers(1), (std::vector<std::string>{"11 a", "22 b", "23 c"}));
}

// Of the 2 s that b and c cost, 1.5 s are over before the first answer.
TEST_F(EventLoopTest, ReadsAllItemsOfAPassBeforeItAnswersThem)
{
  EXPECT_EQ(answers(0.25), (std::vector<std::string>{"11 a", "22.75 b", "23 c"}));
}

TEST_F(EventLoopTest, AnswersTheNextWhenOneIsGone)
{
  EventLoop loop(simulation, *cpu, 0, {"loop", seconds(10), 1});
  {
    EventLoop::Item gone = loop.handle(seconds(1));
    gone.await_suspend(std::noop_coroutine());
    simulation.run_until(Time(seconds(10.5)));
  }
  simulation.spawn(item(loop, "a", 0));
  simulation.run();
  EXPECT_EQ(diary.lines(), std::vector<std::string>{"22 a"});
  simulation.clear();
}

TEST_F(EventLoopTest, DoesPostedWorkInTheNextPass)
{
  EventLoop loop(simulation, *cpu, 0, {"loop", seconds(10), 1});
  loop.post(seconds(5));
  simulation.spawn(item(loop, "a", 1)); // while that pass of 15 s goes on: 15 + 10 + 1
  simulation.run();
  EXPECT_EQ(diary.lines(), std::vector<std::string>{"26 a"});
  simulation.clear();
}

} // namespace
} // namespace onsale::engine
