/// Why a request failed. Failures are data: a cause, an instant, a resource, and the line that the real stack would
/// log. Each kind is told in the part that it happens in.
#pragma once

#include "model/booking/outcome.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onsale::system {

class System;
struct Work;

struct CauseKind {
  std::string_view name;
  std::string_view resource; ///< that could not give what was asked for: its id, or who else it was
  std::string_view says;
  int status = 500; ///< that a Spring Boot application answers with unless its scenario says otherwise
  std::string (*log_line)(const System& system, const Work& work) = nullptr; ///< none: the name
};

class Cause {
public:
  constexpr Cause(const CauseKind& kind) : kind_(&kind) {} // NOLINT(google-explicit-constructor)
  const CauseKind& kind() const { return *kind_; }
  bool operator==(const Cause& other) const { return kind_ == other.kind_; }
  std::strong_ordering operator<=>(const Cause& other) const { return kind_->name <=> other.kind_->name; }

  static const Cause none;
  static const Cause pool_timeout;
  static const Cause lock_timeout;
  static const Cause lock_busy;
  static const Cause redis_timeout;
  static const Cause database_lost;
  static const Cause connect_timeout;
  static const Cause queue_full;
  static const Cause out_of_memory;
  static const Cause connection_refused;
  static const Cause server_stopped;
  static const Cause client_gone;
  static const Cause thrown;
  static const Cause task_rejected;
  static const Cause deadlock;
  static const Cause too_many_connections;
  static const Cause oom_killed;
  static const Cause too_many_requests;
  static const Cause refused; ///< the booking core said no; `outcome` says what

private:
  const CauseKind* kind_;
};

inline std::string_view to_string(Cause cause)
{
  return cause.kind().name;
}
/// The resource that could not give what was asked for, as stations are named; the booking core for its refusals.
inline std::string_view resource_of(Cause cause)
{
  return cause.kind().resource;
}
/// None, those of the parts, and the booking core's refusals.
std::vector<Cause> all_causes();

/// Both in one number, that a load generator takes back with a failed request: http::Exchange::reason. 0: none.
std::uint16_t reason_of(Cause cause, booking::Outcome outcome);
std::pair<Cause, booking::Outcome> cause_of(std::uint16_t reason);

std::optional<Cause> cause_from_name(std::string_view name);

/// The HTTP status that a Spring Boot application answers with unless its scenario says otherwise.
int default_status(Cause cause, booking::Outcome outcome);

} // namespace onsale::system
