#include "model/system/flow/cause.hpp"

#include "model/system/part.hpp"
#include "model/system/work.hpp"

#include <algorithm>

namespace onsale::system {
namespace {

const CauseKind none_kind{.name = "none", .resource = "booking core", .says = "it did not fail", .status = 200};
const CauseKind refused_kind{.name = "refused",
                             .resource = "booking core",
                             .says = "the booking core said no",
                             .status = 409,
                             .log_line = [](const System&, const Work& work) {
                               return std::string(booking::to_string(work.outcome)) + " (HTTP " +
                                      std::to_string(work.status) + ")";
                             }};

constexpr unsigned outcome_bits = 8;

/// Numbered from `none` on.
const std::vector<Cause>& known_causes()
{
  static const std::vector<Cause> all = all_causes();
  return all;
}

} // namespace

const Cause Cause::none(none_kind);
const Cause Cause::refused(refused_kind);

std::vector<Cause> all_causes()
{
  std::vector<Cause> all = {Cause::none};
  for (const CauseKind* kind : cause_kinds())
    all.emplace_back(*kind);
  all.push_back(Cause::thrown);
  all.push_back(Cause::refused);
  return all;
}

std::uint16_t reason_of(Cause cause, booking::Outcome outcome)
{
  if (cause == Cause::none)
    return 0;
  const auto number = std::find(known_causes().begin(), known_causes().end(), cause) - known_causes().begin();
  return static_cast<std::uint16_t>(static_cast<unsigned>(number) << outcome_bits | static_cast<unsigned>(outcome));
}

std::pair<Cause, booking::Outcome> cause_of(std::uint16_t reason)
{
  constexpr unsigned outcomes = 1U << outcome_bits;
  return {known_causes().at(reason >> outcome_bits), static_cast<booking::Outcome>(reason % outcomes)};
}

std::optional<Cause> cause_from_name(std::string_view name)
{
  for (const Cause each : all_causes())
    if (each.kind().name == name)
      return each;
  return std::nullopt;
}

int default_status(Cause cause, booking::Outcome outcome)
{
  using booking::Outcome;
  if (cause != Cause::refused)
    return cause.kind().status;
  switch (outcome) {
  case Outcome::ok:
    return 200;
  case Outcome::not_found:
    return 404;
  case Outcome::not_owner:
    return 403;
  case Outcome::token_not_active:
    return 401;
  case Outcome::insufficient_balance:
  case Outcome::invalid_amount:
    return 400;
  default:
    return cause.kind().status;
  }
}

} // namespace onsale::system
