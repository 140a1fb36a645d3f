#include "model/system/booking/booking_step.hpp"
#include "model/system/flow/anatomy.hpp"
#include "model/system/flow/register.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace onsale::system {
namespace {

TEST(Register, NamesGoBothWays)
{
  ASSERT_EQ(register_names().size(), register_count);
  for (std::size_t i = 0; i < register_count; ++i)
    EXPECT_EQ(register_from_name(to_string(static_cast<Register>(i))), static_cast<Register>(i));
  EXPECT_FALSE(register_from_name("wait_s"));
}

TEST(Register, IsMissingUntilItIsSet)
{
  Registers registers;
  for (std::size_t i = 0; i < register_count; ++i)
    EXPECT_TRUE(registers[static_cast<Register>(i)].is_missing());
  registers[Register::token] = http::Value::id(0x1fffffffffffff);
  EXPECT_EQ(registers[Register::token].as_id(), 0x1fffffffffffff);
}

TEST(BookingCall, NamesGoBothWays)
{
  const auto names = booking_call_names();
  ASSERT_EQ(names.size(), static_cast<std::size_t>(BookingCall::cancel) + 1);
  for (std::size_t i = 0; i < names.size(); ++i)
    EXPECT_EQ(booking_call_from_name(names[i]), static_cast<BookingCall>(i));
  EXPECT_FALSE(booking_call_from_name("refund"));
}

TEST(Anatomy, ALapBooksWhatHasPassedSinceTheLast)
{
  Laps laps(engine::at_seconds(10));
  laps.lap(Part::cpu, engine::at_seconds(11));
  laps.lap(Part::pool, engine::at_seconds(11.5));
  laps.lap(Part::cpu, engine::at_seconds(13.5));
  AnatomySums sums;
  sums.add(laps);
  sums.add(laps);
  EXPECT_EQ(sums.requests, 2u);
  EXPECT_EQ(sums.total_s[static_cast<std::size_t>(Part::cpu)], 6);
  EXPECT_EQ(sums.total_s[static_cast<std::size_t>(Part::pool)], 1);
}

// 3 s for 1 s of work, of which a collection stopped 0.5 s: the other 1.5 s the core had others to serve.
TEST(Anatomy, WhatCpuWorkTookLongerThanAloneIsCollectionOrWaiting)
{
  Laps laps(engine::at_seconds(10));
  laps.lap_cpu(1, {0.5, 0}, engine::at_seconds(13));
  const auto part = [&](Part which) { return laps.parts_s()[static_cast<std::size_t>(which)]; };
  EXPECT_EQ(part(Part::cpu), 1);
  EXPECT_EQ(part(Part::gc), 0.5);
  EXPECT_EQ(part(Part::cpu_wait), 1.5);
  EXPECT_EQ(laps.total_s(), 3);
}

// 90 requests of 1 ms CPU, 10 of 1 ms CPU and 99 ms in the pool: the median knows no pool, the 95th percentile little
// else.
TEST(Anatomy, PercentilesHaveTheAnatomyOfTheRequestsAroundThem)
{
  Anatomy anatomy;
  for (int i = 0; i < 100; ++i) {
    Laps laps(engine::at_seconds(0));
    laps.lap(Part::cpu, engine::at_seconds(0.001));
    if (i % 10 == 0)
      laps.lap(Part::pool, engine::at_seconds(0.1));
    anatomy.add(laps);
  }
  EXPECT_EQ(anatomy.all().requests, 100u);
  const AnatomySums median = anatomy.around(50);
  EXPECT_EQ(median.requests, 90u);
  EXPECT_EQ(median.total_s[static_cast<std::size_t>(Part::pool)], 0);
  const AnatomySums slow = anatomy.around(95);
  EXPECT_EQ(slow.requests, 10u);
  EXPECT_NEAR(slow.total_s[static_cast<std::size_t>(Part::pool)] / 10, 0.099, 1e-6);
  EXPECT_EQ(Anatomy().around(95).requests, 0u);
}

TEST(Anatomy, EveryPartHasAName)
{
  EXPECT_EQ(to_string(Part::client), "client");
  EXPECT_EQ(to_string(Part::delay), "delay");
}

} // namespace
} // namespace onsale::system
