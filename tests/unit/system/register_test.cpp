#include "model/system/anatomy.hpp"
#include "model/system/flow.hpp"
#include "model/system/register.hpp"

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
    EXPECT_TRUE(std::isnan(registers[static_cast<Register>(i)]));
  registers[Register::token] = 0x1p53 - 1;
  EXPECT_EQ(registers[Register::token], 0x1p53 - 1);
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

TEST(Anatomy, EveryPartHasAName)
{
  EXPECT_EQ(to_string(Part::client), "client");
  EXPECT_EQ(to_string(Part::delay), "delay");
}

} // namespace
} // namespace onsale::system
