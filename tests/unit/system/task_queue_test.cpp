#include "model/system/tomcat/task_queue.hpp"
#include "tests/unit/engine/diary.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <string>

namespace onsale::system {
namespace {

using engine::Process;
using engine::seconds;
using testing::ElementsAre;

/// One core whose threads keep it until they block. A thread that was told computes 1 s before it looks.
struct TaskQueueTest : testing::Test {
  Process task(TaskQueue& tasks, std::string name, double start_s, double cpu_s, double sleep_s)
  {
    co_await engine::Sleep{simulation, seconds(start_s)};
    const TaskQueue::Worker worker = co_await tasks.begin();
    diary.note(name + (worker.fresh() ? " begins, thread new" : " begins"));
    co_await cpu->run(*worker.thread(), seconds(cpu_s));
    co_await engine::Sleep{simulation, seconds(sleep_s)};
  }

  static TaskQueue::Options threads(std::uint32_t least, std::uint32_t most, bool in_turn = false)
  {
    return {
        .name = "workers", .threads_max = most, .threads_min = least, .wake_up_cpu = seconds(1), .in_turn = in_turn};
  }
  void run(TaskQueue& tasks)
  {
    simulation.run();
    EXPECT_THAT(engine::broken_laws(tasks.station().report(simulation.now())), testing::IsEmpty());
    simulation.clear();
  }

  engine::Simulation simulation;
  std::unique_ptr<engine::Cpu> cpu = engine::make_cpu(
      simulation, {.name = "cpu",
                   .capacity = {},
                   .run_queue = engine::RunQueueOptions{.slice = seconds(100), .wakeup_preemption = false}});
  engine::Diary diary{simulation};
};

// The first thread is told at 0 and takes a at 1; only then the second is told, and takes b at 2.
TEST_F(TaskQueueTest, WakesThreadsOneByOne)
{
  TaskQueue tasks(simulation, *cpu, 0, threads(2, 2));
  simulation.spawn(task(tasks, "a", 0, 0, 10));
  simulation.spawn(task(tasks, "b", 0, 0, 10));
  run(tasks);
  EXPECT_THAT(diary.lines(), ElementsAre("1 a begins", "2 b begins"));
}

TEST_F(TaskQueueTest, GivesTasksToIdleThreadsAtOnceWhereTheyGoInTurn)
{
  TaskQueue tasks(simulation, *cpu, 0, threads(2, 2, true));
  simulation.spawn(task(tasks, "a", 0, 0, 10));
  simulation.spawn(task(tasks, "b", 0, 0, 10));
  run(tasks);
  EXPECT_THAT(diary.lines(), ElementsAre("0 a begins", "0 b begins"));
}

// The thread of a computes from 1 to 3. b comes at 2.5: the second thread is told, but has no CPU before 3, when the
// first is done and takes b. The second finds nothing at 5 and takes c, which comes at 6, at 7.
TEST_F(TaskQueueTest, LetsAThreadThatIsDoneTakeTheNextTaskBeforeOneThatWasTold)
{
  TaskQueue tasks(simulation, *cpu, 0, threads(2, 2));
  simulation.spawn(task(tasks, "a", 0, 2, 0));
  simulation.spawn(task(tasks, "b", 2.5, 1, 8));
  simulation.spawn(task(tasks, "c", 6, 0, 0));
  run(tasks);
  EXPECT_THAT(diary.lines(), ElementsAre("1 a begins", "3 b begins", "7 c begins"));
}

// One thread, two allowed. b is one task more than there are threads and gets a new one; c waits until b is done.
TEST_F(TaskQueueTest, StartsAThreadWhenThereAreMoreTasksThanThreads)
{
  TaskQueue tasks(simulation, *cpu, 0, threads(1, 2));
  simulation.spawn(task(tasks, "a", 0, 0, 10));
  simulation.spawn(task(tasks, "b", 0.5, 0, 5));
  simulation.spawn(task(tasks, "c", 1.5, 0, 1));
  run(tasks);
  EXPECT_THAT(diary.lines(), ElementsAre("0.5 b begins, thread new", "1 a begins", "5.5 c begins"));
}

TEST_F(TaskQueueTest, EndsThreadsBeyondASmallerLimitWithTheirTasks)
{
  TaskQueue tasks(simulation, *cpu, 0, threads(2, 2, true));
  simulation.spawn(task(tasks, "a", 0, 0, 4));
  simulation.spawn(task(tasks, "b", 0, 0, 6));
  simulation.spawn(task(tasks, "c", 1, 0, 1));
  simulation.run_until(engine::at_seconds(2));
  tasks.resize(1);
  run(tasks);
  EXPECT_THAT(diary.lines(), ElementsAre("0 a begins", "0 b begins", "6 c begins"));
}

} // namespace
} // namespace onsale::system
