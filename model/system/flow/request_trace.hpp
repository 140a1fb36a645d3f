/// Some requests of a run kept with every step of their way, for tools that show traces.
#pragma once

#include "model/system/flow/anatomy.hpp"
#include "model/system/flow/cause.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace onsale::system {

/// One request: where it was, one part after the other without gaps.
struct RequestTrace {
  std::size_t endpoint = 0;
  std::uint32_t user = 0;       ///< virtual user's number
  std::uint64_t request_id = 0; ///< unique in the test
  engine::Time start{};
  std::vector<Lap> laps; ///< in their order; of CPU work: stopped by the collector, waiting, computing
  int status = 0;        ///< 0: no answer
  Cause cause = Cause::none;

  /// When the last step that is known of ended.
  engine::Time end() const;
};

/// Picks every n-th request that is sent, and keeps it.
class RequestTraces {
public:
  /// @param every  1: all of them
  explicit RequestTraces(std::uint64_t every) : every_(every) {}

  /// @return where the request is to be noted, nullptr for one that is not picked; valid as long as this object
  RequestTrace* next() { return sent_++ % every_ == 0 ? &requests_.emplace_back() : nullptr; }
  /// In the order in which they were sent.
  const std::deque<RequestTrace>& requests() const { return requests_; }

private:
  std::uint64_t every_;
  std::uint64_t sent_ = 0;
  std::deque<RequestTrace> requests_;
};

} // namespace onsale::system
