#pragma once

#include <compare>
#include <optional>
#include <string_view>

namespace onsale::k6 {

/// Where versions of k6 differ, the newest counts unless another is asked for.
struct K6Version {
  int major = 2;
  int minor = 2;

  friend auto operator<=>(const K6Version&, const K6Version&) = default;
};

/// `0.47`, `v0.47.0`, `1.2` or `2`; nothing for any other text.
std::optional<K6Version> parse_k6_version(std::string_view text);

/// Up to v0.47 `vus` alone runs one iteration of one VU, and setup and teardown have an iteration_duration each.
inline constexpr K6Version first_with_shared_vus{0, 48};

} // namespace onsale::k6
