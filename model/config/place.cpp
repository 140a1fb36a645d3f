#include "model/config/place.hpp"

#include <fmt/core.h>

namespace onsale::config {

std::string to_string(const Place& place)
{
  return place.line == 0 ? place.file : fmt::format("{}:{}:{}", place.file, place.line, place.column);
}

} // namespace onsale::config
