#include "model/system/jvm/heap.hpp"

#include <gtest/gtest.h>

namespace onsale::system {
namespace {

TEST(Heap, EdenIsItsShareWhileOldLeavesRoom)
{
  EXPECT_DOUBLE_EQ(Heap({1000, 0.6, 0}).eden_bytes(), 600);
  EXPECT_DOUBLE_EQ(Heap({1000, 0.6, 300}).eden_bytes(), 600);
  EXPECT_DOUBLE_EQ(Heap({1000, 0.6, 700}).eden_bytes(), 300);
  EXPECT_DOUBLE_EQ(Heap({2048, 0.6, 2048}).eden_bytes(), 1); // one of 2048 regions
}

TEST(Heap, AllocationTellsThatEdenIsFull)
{
  Heap heap({1000, 0.6, 0});
  EXPECT_FALSE(heap.allocate(599));
  EXPECT_TRUE(heap.allocate(1));
  heap.collect();
  EXPECT_FALSE(heap.allocate(599));
}

TEST(Heap, WhatIsHeldIsPromotedAndWhatIsNotIsFree)
{
  Heap heap({1000, 0.6, 100});
  auto gone = heap.hold(30);
  auto stays = heap.hold(50);
  EXPECT_DOUBLE_EQ(heap.live_bytes(), 180);
  gone.release();
  const Heap::Collection young = heap.collect();
  EXPECT_FALSE(young.full);
  EXPECT_DOUBLE_EQ(young.promoted_bytes, 50);
  EXPECT_DOUBLE_EQ(heap.old_bytes(), 150);
  EXPECT_DOUBLE_EQ(heap.live_bytes(), 150);
  stays.release();
  EXPECT_DOUBLE_EQ(heap.live_bytes(), 100);
  EXPECT_DOUBLE_EQ(heap.old_bytes(), 150); // garbage that only a full collection finds
}

// 100 live from the start; each round holds 100 over one young collection. Old: 200, 300 .. 900, and with the ninth
// 1000, above 950: a full collection leaves the baseline and what is held now, 200.
TEST(Heap, OldGarbageGoesWithAFullCollectionOnly)
{
  Heap heap({1000, 0.6, 100});
  for (int round = 1; round <= 8; ++round) {
    const auto held = heap.hold(100);
    EXPECT_FALSE(heap.collect().full) << round;
  }
  EXPECT_DOUBLE_EQ(heap.old_bytes(), 900);
  EXPECT_DOUBLE_EQ(heap.eden_bytes(), 100);
  const auto held = heap.hold(100);
  const Heap::Collection ninth = heap.collect();
  EXPECT_TRUE(ninth.full);
  EXPECT_TRUE(ninth.fits);
  EXPECT_DOUBLE_EQ(ninth.live_bytes, 200);
  EXPECT_DOUBLE_EQ(heap.old_bytes(), 200);
  EXPECT_DOUBLE_EQ(heap.eden_bytes(), 600);
}

TEST(Heap, MoreLiveThanTheHeapDoesNotFit)
{
  Heap heap({1000, 0.6, 900});
  auto first = heap.hold(100);
  EXPECT_TRUE(heap.collect().fits);
  const auto second = heap.hold(1);
  EXPECT_FALSE(heap.collect().fits);
  first.release();
  EXPECT_TRUE(heap.collect().fits);
}

// 960 of 1000 live: above 95 %, so every filling of an eden of 40 is a full collection that finds nothing.
TEST(Heap, FullCollectionsFollowOneAnotherWhenNearlyAllIsLive)
{
  Heap heap({1000, 0.6, 960});
  EXPECT_DOUBLE_EQ(heap.eden_bytes(), 40);
  for (int k = 0; k < 3; ++k) {
    EXPECT_FALSE(heap.allocate(39));
    EXPECT_TRUE(heap.allocate(1));
    EXPECT_TRUE(heap.collect().full);
  }
}

TEST(Heap, HeldBytesMoveWithTheirGuard)
{
  Heap heap({1000, 0.6, 0});
  Heap::Held held = heap.hold(10);
  Heap::Held other = std::move(held);
  held.release();
  EXPECT_DOUBLE_EQ(heap.live_bytes(), 10);
  other = heap.hold(20); // the 10 go
  EXPECT_DOUBLE_EQ(heap.live_bytes(), 20);
  other = {};
  EXPECT_DOUBLE_EQ(heap.live_bytes(), 0);
}

} // namespace
} // namespace onsale::system
