#include "sim/engine/frame_pool.hpp"
#include "sim/engine/process.hpp"

#include <gtest/gtest.h>

#include <cstring>

namespace onsale::engine {
namespace {

Task<> short_part(Simulation& simulation)
{
  co_await Sleep{simulation, seconds(1)};
}

Process long_story(Simulation& simulation, int parts)
{
  for (int i = 0; i < parts; ++i)
    co_await short_part(simulation);
}

TEST(FramePool, GivesRoomForWhatWasAskedOfAnySize)
{
  for (const std::size_t bytes : {1U, 63U, 64U, 65U, 4096U, 4097U, 100'000U}) {
    void* frame = FramePool::allocate(bytes);
    std::memset(frame, 0x5a, bytes);
    FramePool::release(frame, bytes);
  }
}

TEST(FramePool, TakesNothingMoreFromTheSystemInASteadyRun)
{
  Simulation simulation;
  simulation.spawn(long_story(simulation, 10));
  simulation.run();
  const std::size_t warm = FramePool::reserved_bytes();
  for (int i = 0; i < 100; ++i)
    simulation.spawn(long_story(simulation, 1000));
  simulation.run();
  // A hundred stories at once, one part of each alive: at most the chunk of 256 KiB after the first.
  EXPECT_LE(FramePool::reserved_bytes(), warm + 256 * 1024);
}

} // namespace
} // namespace onsale::engine
