#include "model/k6/options/k6_version.hpp"

#include <charconv>

namespace onsale::k6 {

std::optional<K6Version> parse_k6_version(std::string_view text)
{
  if (text.starts_with('v'))
    text.remove_prefix(1);
  K6Version version{0, 0};
  const auto* const end = text.data() + text.size();
  auto [at, error] = std::from_chars(text.data(), end, version.major);
  if (error != std::errc())
    return {};
  if (at == end)
    return version;
  if (*at != '.')
    return {};
  const auto minor = std::from_chars(at + 1, end, version.minor);
  if (minor.ec != std::errc() || (minor.ptr != end && *minor.ptr != '.'))
    return {};
  return version;
}

} // namespace onsale::k6
