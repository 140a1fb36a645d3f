/// The requests that k6 counts in http_req_failed, each once, by what it saw and by why the target failed them.
#pragma once

#include "model/http/exchange.hpp"

#include <cstdint>

namespace onsale::k6 {

/// What k6 puts into the tag `error`.
const char* message_of(http::NetworkError error);

struct FailedRequests {
  http::NameId endpoint = 0;
  int status = 0; ///< 0 without an answer
  http::NetworkError error = http::NetworkError::none;
  std::uint16_t reason = 0; ///< http::Exchange::reason
  std::uint64_t count = 0;
  double first_s = 0; ///< since the start of the test
  double last_s = 0;

  bool same_kind(const FailedRequests& other) const
  {
    return endpoint == other.endpoint && status == other.status && error == other.error && reason == other.reason;
  }
};

} // namespace onsale::k6
