#include "model/system/anatomy.hpp"

namespace onsale::system {

std::string_view to_string(Part part)
{
  constexpr std::array<std::string_view, part_count> names = {
      "client", "connect", "network", "accept", "worker", "cpu", "redis", "pool", "lock", "query", "commit", "delay"};
  return names[static_cast<std::size_t>(part)];
}

} // namespace onsale::system
