// What a next test would tell.
#include "calibration/fit/design.hpp"
#include "tests/unit/calibration_fit/one_worker.hpp"

#include <gmock/gmock.h>

namespace onsale::fit {

/// With equal times and one name for both requests the two demands are the same to every figure of the journey, so no
/// change of it can tell them apart. Its figures drift by some per cent whatever is changed.
TEST(Advice, TakesTheDriftOfABusyTestForNoKnowledge)
{
  const Calibration calibration = OneWorker("exponential", {5, 5}, {5, 5}).calibrate(true);
  ASSERT_EQ(calibration.uncertainty.flat.size(), 1U);
  const FlatDirection& flat = calibration.uncertainty.flat.front();
  std::size_t changes = 0;
  for (const Advice& advice : calibration.advice) {
    if (advice.words.starts_with("journey with ")) {
      EXPECT_GT(sd_along(flat, advice.covariance), 0.9 * flat.sd) << advice.words;
      ++changes;
    } else {
      EXPECT_LT(sd_along(flat, advice.covariance), 0.1 * flat.sd) << advice.words;
    }
  }
  EXPECT_EQ(changes, 4U);
  EXPECT_EQ(calibration.advice.size(), 6U);
}

} // namespace onsale::fit
