/// What theory says lies in the interval that simulation gives, and the interval is narrow enough to mean something.
#pragma once

#include "sim/engine/replication.hpp"

#include <gtest/gtest.h>

#include <string>

namespace onsale::oracle {

inline void expect_covers(const engine::Interval& interval, double theory, const std::string& what)
{
  EXPECT_TRUE(interval.covers(theory)) << what << ": theory " << theory << ", measured " << interval.mean << " +- "
                                       << interval.half_width;
  EXPECT_LT(interval.half_width, 0.1 * theory) << what << ": too wide to say anything";
}

} // namespace onsale::oracle
