#include "model/system/flow/flow.hpp"

#include <array>

namespace onsale::system {
namespace {

constexpr std::array<std::string_view, 12> step_names = {
    "issue_token", "queue_status", "require_active", "release_token", "available_seats", "hold_seat", "read_seat",
    "reserve",     "pay",          "read_account",   "charge",        "cancel"};

} // namespace

std::optional<BookingCall> booking_call_from_name(std::string_view name)
{
  for (std::size_t i = 0; i < step_names.size(); ++i)
    if (step_names[i] == name)
      return static_cast<BookingCall>(i);
  return std::nullopt;
}

std::vector<std::string_view> booking_call_names()
{
  return {step_names.begin(), step_names.end()};
}

} // namespace onsale::system
