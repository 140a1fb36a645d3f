/// The step that calls the booking core.
#pragma once

#include "model/booking/outcome.hpp"
#include "model/system/flow/step.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace onsale::system {

extern const StepKind booking_step;
extern const StepKind each_step;

enum class BookingCall : std::uint8_t {
  issue_token,
  queue_status,
  require_active,
  release_token,
  activate_token, ///< out of the line, and let in: a job that promotes by itself
  available_seats,
  hold_seat, ///< without an event: of the seat's own
  read_seat, ///< remembers the seat's version: a later hold or reserve asks that it did not change
  reserve,
  pay,
  read_account, ///< remembers the account's version: a later charge or pay asks that it did not change
  charge,
  cancel
};
std::optional<BookingCall> booking_call_from_name(std::string_view name);
std::vector<std::string_view> booking_call_names();

inline constexpr auto outcome_count = static_cast<std::size_t>(booking::Outcome::version_conflict) + 1;

/// Not ok: on to the branch of that outcome, or the request is refused.
struct BookingStep final : Step {
  static constexpr std::size_t no_branch = 0; ///< no branch begins at step 0, which is at or before the call

  Progress run(Work& work) const override;
  void demand(DemandWalk& walk) const override; // says ok
  StepPicture picture() const override;

  std::size_t& branch(booking::Outcome outcome) { return branches[static_cast<std::size_t>(outcome)]; }
  std::size_t branch(booking::Outcome outcome) const { return branches[static_cast<std::size_t>(outcome)]; }

  BookingCall call = BookingCall::queue_status;
  std::array<std::size_t, outcome_count> branches{}; ///< [outcome] where to go on, or no_branch
};

} // namespace onsale::system
