/// Every failure of the simulated system: counted by kind, the first of each kept with its instant and log line.
#pragma once

#include "model/system/flow/cause.hpp"
#include "sim/engine/time.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace onsale::system {

struct FailureKind {
  std::size_t endpoint = 0;
  Cause cause = Cause::none;
  booking::Outcome outcome = booking::Outcome::ok;
  int status = 0;

  auto operator<=>(const FailureKind&) const = default;
};

struct FailureCount {
  std::uint64_t count = 0;
  engine::Time first{};
  engine::Time last{};
  std::string log_line; ///< what the real stack prints at the first one
};

class FailureLog {
public:
  /// @param make_line  called for the first failure of its kind only
  template <class MakeLine> void add(const FailureKind& kind, engine::Time now, MakeLine make_line)
  {
    FailureCount& count = kinds_[kind];
    if (count.count++ == 0) {
      count.first = now;
      count.log_line = make_line();
    }
    count.last = now;
  }

  const std::map<FailureKind, FailureCount>& kinds() const { return kinds_; }

private:
  std::map<FailureKind, FailureCount> kinds_;
};

} // namespace onsale::system
