/// Which failures: by the names of causes and of the booking core's outcomes.
#pragma once

#include "model/config/value.hpp"
#include "model/system/flow/cause.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace onsale::system {

/// All names that there are, of causes and outcomes.
std::vector<std::string> failure_names();
/// What a name stands for.
std::optional<std::pair<Cause, booking::Outcome>> failure_from_name(const std::string& name);

class FailureSet {
public:
  /// None named: all of them.
  bool holds(Cause cause, booking::Outcome outcome) const;

private:
  friend FailureSet read_failure_set(const std::vector<config::Value>& names);
  std::vector<std::pair<Cause, booking::Outcome>> named_;
};

FailureSet read_failure_set(const std::vector<config::Value>& names);

} // namespace onsale::system
