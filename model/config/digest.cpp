#include "model/config/digest.hpp"

#include <fmt/format.h>

namespace onsale::config {

std::string Digest::hex() const
{
  return fmt::format("{:016x}", value_);
}

} // namespace onsale::config
