#include "sim/engine/random.hpp"

#include <cmath>
#include <numbers>

namespace onsale::engine {

RandomFamily::RandomFamily(std::uint64_t seed, std::uint32_t replication, std::string_view concern)
{
  std::uint64_t name = 0xcbf29ce484222325; // FNV-1a, 64 bits
  for (const char letter : concern)
    name = (name ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
  key_[0] = seed;
  key_[1] = name ^ (static_cast<std::uint64_t>(replication) << 32);
}

double RandomStream::exponential(double mean)
{
  return -mean * std::log(uniform());
}

double RandomStream::normal()
{
  const double radius = std::sqrt(-2 * std::log(uniform()));
  return radius * std::cos(2 * std::numbers::pi * uniform());
}

} // namespace onsale::engine
