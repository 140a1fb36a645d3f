#include "sim/run/memory_need.hpp"

#include <gtest/gtest.h>

namespace onsale::run {
namespace {

k6::Options load_of(std::int64_t vus)
{
  k6::Options load;
  load.scenarios.push_back(
      {.name = "a", .executor = k6::ConstantVus{vus, 10 * k6::second_ns}, .exec_place = {}, .tags = {}});
  return load;
}

} // namespace

TEST(MemoryNeed, RefusesMoreVusThanFit)
{
  EXPECT_FALSE(too_many_vus(load_of(1'000'000), 4'000'000'000));
  EXPECT_EQ(too_many_vus(load_of(10'000'000), 12'000'000'000),
            "10000000 virtual users need about 36 GB of memory, 12 GB are free");
}

TEST(MemoryNeed, KnowsWhatIsFree)
{
  EXPECT_GT(available_bytes(), 100'000'000);
}

} // namespace onsale::run
