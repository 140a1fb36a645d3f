/// `hikari-pending > 50 for 30s`: what somebody waits for who watches the system.
#pragma once

#include "model/operations/observation.hpp"

#include <optional>
#include <string>

namespace onsale::operations {

struct Condition {
  Metric metric = 0;
  enum class Compare : std::uint8_t { above, below } compare = Compare::above;
  double limit = 0;        ///< times in seconds, shares 0 to 1
  engine::Duration hold{}; ///< so long without a break
  std::string text;        ///< as it was written

  bool holds(const Observation& seen) const
  {
    const double value = seen[metric];
    return compare == Compare::above ? value > limit : value < limit;
  }
};

/// `METRIC >|< NUMBER [for TIME]`; the number may be a share (`95%`) or a time (`2s`).
/// @param problem  set to what was expected, when there is no condition
std::optional<Condition> parse_condition(const std::string& text, std::string& problem);

/// Watches one condition: is told of every second's observation.
class Watch {
public:
  explicit Watch(const Condition& condition) : condition_(condition) {}
  /// @return true: it holds now, and has for as long as asked
  bool sees(engine::Time now, const Observation& seen)
  {
    if (not condition_.holds(seen)) {
      since_.reset();
      return false;
    }
    if (not since_)
      since_ = now;
    return now - *since_ >= condition_.hold;
  }
  void forget() { since_.reset(); }
  const Condition& condition() const { return condition_; }

private:
  const Condition& condition_;
  std::optional<engine::Time> since_;
};

} // namespace onsale::operations
