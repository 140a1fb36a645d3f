#include "model/booking/arrival_queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <random>

namespace onsale::booking {
namespace {

TEST(ArrivalQueue, RanksByArrivalAndClosesGaps)
{
  ArrivalQueue queue(10);
  for (const std::uint32_t member : {7U, 1U, 2U, 9U, 4U})
    queue.push_back(member);
  queue.erase(1); // 7 2 9 4
  EXPECT_EQ(queue.rank(7), 0U);
  EXPECT_EQ(queue.rank(2), 1U);
  EXPECT_EQ(queue.rank(4), 3U);
  EXPECT_EQ(queue.pop_front(), 7U);
  queue.push_back(1); // 2 9 4 1: who comes back stands at the end
  EXPECT_EQ(queue.rank(2), 0U);
  EXPECT_EQ(queue.rank(1), 3U);
  EXPECT_FALSE(queue.contains(7));
  EXPECT_EQ(queue.size(), 4U);
}

TEST(ArrivalQueue, PopsInOrderAfterTheFrontLeft)
{
  ArrivalQueue queue(300);
  for (std::uint32_t member = 0; member < 300; ++member)
    queue.push_back(member);
  for (std::uint32_t member = 0; member < 200; ++member) // three whole words of slots fall empty
    queue.erase(member);
  EXPECT_EQ(queue.pop_front(), 200U);
  EXPECT_EQ(queue.pop_front(), 201U);
  EXPECT_EQ(queue.rank(299), 97U);
  for (std::uint32_t rank = 0; rank < queue.size(); ++rank)
    ASSERT_EQ(queue.rank(queue.at(rank)), rank);
}

TEST(ArrivalQueue, RoomStaysBoundedByTheMostWhoEverWaited)
{
  ArrivalQueue queue(100);
  for (std::uint32_t member = 0; member < 100; ++member)
    queue.push_back(member);
  const auto bytes = queue.memory_bytes();
  for (int round = 0; round < 100'000; ++round)
    queue.push_back(queue.pop_front());
  EXPECT_EQ(queue.memory_bytes(), bytes);
  EXPECT_EQ(queue.rank(0), 0U); // 100 000 rounds are 1000 full turns
}

TEST(ArrivalQueue, AgreesWithAPlainListUnderRandomComingAndGoing)
{
  constexpr std::uint32_t members = 3000;
  constexpr std::uint64_t seed = 20240601;
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  ArrivalQueue queue(members);
  std::vector<std::uint32_t> line;
  for (int step = 0; step < 40'000; ++step) {
    const auto member = static_cast<std::uint32_t>(random() % members);
    if (random() % 8 == 0 and not line.empty()) {
      ASSERT_EQ(queue.pop_front(), line.front());
      line.erase(line.begin());
    }
    const auto place = std::find(line.begin(), line.end(), member);
    ASSERT_EQ(queue.contains(member), place != line.end());
    if (place == line.end()) {
      queue.push_back(member);
      line.push_back(member);
    } else {
      ASSERT_EQ(queue.rank(member), std::distance(line.begin(), place));
      if (random() % 3 == 0) {
        queue.erase(member);
        line.erase(place);
      }
    }
    ASSERT_EQ(queue.size(), line.size());
  }
}

} // namespace
} // namespace onsale::booking
