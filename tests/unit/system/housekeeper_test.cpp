#include "model/system/jvm/housekeeper.hpp"

#include <gtest/gtest.h>

namespace onsale::system {
namespace {

using engine::at_seconds;

// Runs at 0.1, 30.1, 60.1 s. A stall over [60, 75.2] delays the run of 60.1 to 75.2: 45.1 s after that of 30.1.
TEST(Housekeeper, ComplainsWhenItsRunIsMoreThanFifteenSecondsLate)
{
  Housekeeper housekeeper;
  EXPECT_EQ(housekeeper.stalled(at_seconds(60), at_seconds(75.2)),
            "HikariPool-1 - Thread starvation or clock leap detected (housekeeper delta=45s100ms).");
}

TEST(Housekeeper, SaysNothingOfFifteenSecondsOrLess)
{
  Housekeeper housekeeper;
  EXPECT_FALSE(housekeeper.stalled(at_seconds(60), at_seconds(75)));
}

// The run of 30.1 is late and happens at 40; the next is due at 70, so a stall over [50, 69] delays none.
TEST(Housekeeper, CountsThirtySecondsFromTheEndOfItsLastRun)
{
  Housekeeper housekeeper;
  EXPECT_FALSE(housekeeper.stalled(at_seconds(30), at_seconds(40)));
  EXPECT_FALSE(housekeeper.stalled(at_seconds(50), at_seconds(69)));
  EXPECT_EQ(housekeeper.stalled(at_seconds(69.5), at_seconds(115.5)),
            "HikariPool-1 - Thread starvation or clock leap detected (housekeeper delta=1m15s500ms).");
}

TEST(Housekeeper, ManyShortStallsAreNoStarvation)
{
  Housekeeper housekeeper;
  for (int k = 0; k < 100; ++k)
    EXPECT_FALSE(housekeeper.stalled(at_seconds(10.0 * k), at_seconds(10.0 * k + 9)));
}

} // namespace
} // namespace onsale::system
