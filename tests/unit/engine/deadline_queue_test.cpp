#include "sim/engine/deadline_queue.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/token_pool.hpp"
#include "tests/unit/engine/diary.hpp"

#include <gmock/gmock.h>

namespace onsale::engine {
namespace {

using testing::ElementsAre;

struct Customer : DeadlineNode {
  Customer(Diary& diary_book, std::string waiter_name)
      : DeadlineNode([](DeadlineNode& expired) {
          auto& waiter = static_cast<Customer&>(expired);
          waiter.diary.note(waiter.name);
        }),
        diary(diary_book), name(std::move(waiter_name))
  {
  }
  Diary& diary;
  std::string name;
};

TEST(DeadlineQueue, ExpiresInTheOrderOfSettingEachAtItsTime)
{
  Simulation simulation;
  Diary diary(simulation);
  DeadlineQueue queue(simulation, seconds(10));
  Customer a(diary, "a");
  Customer b(diary, "b");
  Customer c(diary, "c");
  queue.add(a);
  queue.add(b);
  simulation.advance_to(at_seconds(3));
  queue.add(c);
  simulation.run();
  EXPECT_THAT(diary.lines(), ElementsAre("10 a", "10 b", "13 c"));
}

// a's deadline is met at 1; the timer set for it fires at 10, finds c due at 13, and waits for that.
TEST(DeadlineQueue, ForgetsDeadlinesThatWereMet)
{
  Simulation simulation;
  Diary diary(simulation);
  DeadlineQueue queue(simulation, seconds(10));
  Customer c(diary, "c");
  {
    Customer a(diary, "a");
    queue.add(a);
    simulation.advance_to(at_seconds(3));
    queue.add(c);
  }
  simulation.run();
  EXPECT_THAT(diary.lines(), ElementsAre("13 c"));
  EXPECT_EQ(simulation.events(), 2U);
}

// A thousand waits of which each is met before its deadline: one timer, not a thousand heap entries.
TEST(DeadlineQueue, KeepsOneTimerForAllDeadlinesThatAreMet)
{
  struct Story {
    static Process customer(Simulation& simulation, TokenPool& pool)
    {
      for (int i = 0; i < 1000; ++i) {
        const auto token = co_await pool.acquire(seconds(30));
        EXPECT_TRUE(token);
        co_await Sleep{simulation, seconds(0.001)};
      }
    }
  };
  Simulation simulation;
  TokenPool pool(simulation, {"pool", 1});
  const ClearAtEnd clear(simulation);
  simulation.spawn(Story::customer(simulation, pool));
  simulation.spawn(Story::customer(simulation, pool));
  simulation.run();
  // Two starts, two thousand holds; each wait but the first is woken by one event; one timer fires at 30 s.
  EXPECT_LE(simulation.events(), 2U + 2000U + 2000U + 1U);
  EXPECT_EQ(simulation.now(), at_seconds(30));
}

TEST(Simulation, HasOneDeadlineQueueForEachPatience)
{
  Simulation simulation;
  EXPECT_EQ(&simulation.deadlines(seconds(1)), &simulation.deadlines(seconds(1)));
  EXPECT_NE(&simulation.deadlines(seconds(1)), &simulation.deadlines(seconds(2)));
  EXPECT_EQ(simulation.deadlines(seconds(2)).patience(), seconds(2));
}

} // namespace
} // namespace onsale::engine
