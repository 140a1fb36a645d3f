/// A setting that counts what fits into 32 bits; more is as many as can be counted.
#pragma once

#include "model/config/settings.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace onsale::system {

inline std::uint32_t count32(const config::Settings& settings, const char* name)
{
  return static_cast<std::uint32_t>(
      std::min<std::int64_t>(settings.count(name), std::numeric_limits<std::uint32_t>::max()));
}

/// No limit that could be met.
inline constexpr std::uint32_t unlimited = std::numeric_limits<std::uint32_t>::max();

} // namespace onsale::system
