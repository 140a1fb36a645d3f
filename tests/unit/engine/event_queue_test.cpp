#include "sim/engine/event_queue.hpp"
#include "sim/engine/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace onsale::engine {
namespace {

std::uint64_t pop(EventQueue& queue)
{
  const std::uint64_t sequence = queue.top().sequence;
  queue.pop();
  return sequence;
}

TEST(EventQueue, GivesTheEarliestFirst)
{
  EventQueue queue;
  for (const double time_s : {3.0, 1.0, 2.0, 0.5})
    queue.push({time_s, static_cast<std::uint64_t>(10 * time_s), {}});
  EXPECT_EQ(queue.size(), 4U);
  EXPECT_EQ(pop(queue), 5U);
  EXPECT_EQ(pop(queue), 10U);
  EXPECT_EQ(pop(queue), 20U);
  EXPECT_EQ(pop(queue), 30U);
  EXPECT_TRUE(queue.empty());
}

TEST(EventQueue, KeepsTheOrderOfSchedulingAtEqualTimes)
{
  EventQueue queue;
  for (std::uint64_t sequence = 1; sequence <= 100; ++sequence)
    queue.push({7, sequence, {}});
  for (std::uint64_t sequence = 1; sequence <= 100; ++sequence)
    ASSERT_EQ(pop(queue), sequence);
}

TEST(EventQueue, OrdersTimesAsNumbersFromZeroToTheEndOfTime)
{
  EventQueue queue;
  std::uint64_t sequence = 0;
  const std::vector<double> ascending{0, 5e-324, 1e-300, 1, 1 + 0x1p-52, 1e300, HUGE_VAL};
  for (auto time = ascending.rbegin(); time != ascending.rend(); ++time)
    queue.push({*time, ++sequence, {}});
  for (const double time : ascending) {
    EXPECT_EQ(queue.top().time_s, time);
    queue.pop();
  }
}

TEST(HoleHeap, ExtractsWhatLeavesInOrderAndStaysAHeap)
{
  HoleHeap<Event> queue;
  for (std::uint64_t sequence = 1; sequence <= 100; ++sequence)
    queue.push({static_cast<double>((sequence * 37) % 101), sequence, {}});
  const auto left = queue.extract([](const Event& event) { return event.sequence % 3 == 0; });
  EXPECT_EQ(left.size(), 33U);
  EXPECT_TRUE(std::is_sorted(left.begin(), left.end(), [](const Event& a, const Event& b) { return a.before(b); }));
  double last_s = -1;
  for (std::size_t count = 0; count < 67; ++count) {
    EXPECT_LT(last_s, queue.top().time_s);
    last_s = queue.top().time_s;
    queue.pop();
  }
  EXPECT_TRUE(queue.empty());
}

// 20,000 random pushes and pops (seed 1), sleeps from microseconds to an hour after the last one that was taken, every
// tenth at an instant that has events already, some long before: what comes out is what a sorted list gives.
TEST(EventQueue, AgreesWithASortedListUnderRandomUse)
{
  const RandomFamily family(1, 0, "event queue test");
  RandomStream random(family, 0);
  EventQueue queue;
  std::vector<Event> model;
  std::uint64_t sequence = 0;
  double now_s = 0;
  for (int step = 0; step < 20'000; ++step) {
    if (queue.empty() || random.uniform() < 0.52) {
      const double sleep_s = std::pow(10, random.uniform(-6, 3.6));
      double time_s = now_s + sleep_s;
      if (not model.empty() && random.uniform() < 0.1)
        time_s = model[random.below(model.size())].time_s;
      else if (random.uniform() < 0.05)
        time_s = now_s * random.uniform();
      const Event event{time_s, ++sequence, {}};
      queue.push(event);
      model.insert(std::upper_bound(model.begin(), model.end(), event,
                                    [](const Event& a, const Event& b) { return a.before(b); }),
                   event);
    } else {
      ASSERT_EQ(queue.top().sequence, model.front().sequence) << "step " << step;
      now_s = model.front().time_s;
      queue.pop();
      model.erase(model.begin());
    }
    ASSERT_EQ(queue.size(), model.size());
    ASSERT_EQ(queue.empty(), model.empty());
  }
}

TEST(EventTarget, TellsTimersFromProcesses)
{
  alignas(8) std::byte room[8];
  auto& timer = reinterpret_cast<Timer&>(room);
  EXPECT_TRUE(EventTarget(timer).is_timer());
  EXPECT_EQ(&EventTarget(timer).timer(), &timer);
  const std::coroutine_handle<> process = std::noop_coroutine();
  EXPECT_FALSE(EventTarget(process).is_timer());
  EXPECT_EQ(EventTarget(process).process(), process);
}

} // namespace
} // namespace onsale::engine
