#include "model/system/jvm/housekeeper.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>

namespace onsale::system {
namespace {

constexpr auto period = engine::seconds(30);
constexpr auto alarm_after = engine::seconds(45);

/// As ClockSource prints elapsed times: 1m12s345ms.
std::string elapsed_text(engine::Duration elapsed)
{
  const auto ms = std::llround(1e3 * engine::in_seconds(elapsed));
  const std::string minutes = ms >= 60'000 ? fmt::format("{}m", ms / 60'000) : "";
  return minutes + fmt::format("{}s{}ms", ms / 1000 % 60, ms % 1000);
}

} // namespace

std::optional<std::string> Housekeeper::stalled(engine::Time from, engine::Time to)
{
  if (from >= last_run_ + period)
    last_run_ += period * std::floor((from - last_run_) / period);
  if (last_run_ + period > to)
    return std::nullopt;
  const engine::Duration delta = to - last_run_;
  last_run_ = to;
  if (delta <= alarm_after)
    return std::nullopt;
  return "HikariPool-1 - Thread starvation or clock leap detected (housekeeper delta=" + elapsed_text(delta) + ").";
}

} // namespace onsale::system
