#include "model/booking/expiry_heap.hpp"

#include <gtest/gtest.h>

namespace onsale::booking {
namespace {

constexpr auto all_live = [](const ExpiryHeap::Entry&) { return true; };

TEST(ExpiryHeap, GivesDueEntriesEarliestFirstAndTheInstantItselfIsDue)
{
  ExpiryHeap heap;
  heap.push({Seconds{3}, 30}, 1, all_live);
  heap.push({Seconds{1}, 11}, 2, all_live);
  heap.push({Seconds{1}, 10}, 3, all_live);
  EXPECT_EQ(heap.pop_due(Seconds{0.5}), std::nullopt);
  EXPECT_EQ(heap.pop_due(Seconds{1})->id, 10U);
  EXPECT_EQ(heap.pop_due(Seconds{1})->id, 11U);
  EXPECT_EQ(heap.pop_due(Seconds{2.9}), std::nullopt);
  EXPECT_EQ(heap.pop_due(Seconds{3})->id, 30U);
}

TEST(ExpiryHeap, DoesNotKeepDeadlinesThatNeverCome)
{
  ExpiryHeap heap;
  heap.push({never, 1}, 1, all_live);
  EXPECT_TRUE(heap.entries().empty());
}

TEST(ExpiryHeap, ThrowsOutStaleAndRepeatedEntries)
{
  ExpiryHeap heap;
  for (std::uint32_t id = 0; id < 100'000; ++id) // one live at a time, the ones before given up
    heap.push({Seconds{9}, id}, 1, [&](const ExpiryHeap::Entry& entry) { return entry.id + 1 == id; });
  EXPECT_LE(heap.entries().size(), 68U);
  for (int round = 0; round < 100'000; ++round) // the same again within one instant
    heap.push({Seconds{9}, 7}, 1, all_live);
  EXPECT_LE(heap.entries().size(), 200U);
}

} // namespace
} // namespace onsale::booking
