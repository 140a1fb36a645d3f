/// What a client sees of a response.
#pragma once

#include "model/http/value.hpp"

#include <cstdint>
#include <span>

namespace onsale::http {

/// k6's error codes for requests that got no answer (error_codes.go); 0: there was an answer.
enum class NetworkError : std::uint16_t {
  none = 0,
  request_timeout = 1050,
  broken_pipe = 1201,
  dial_timeout = 1211,
  connection_refused = 1212,
  connection_reset = 1220
};

/// Where the time of one request went, in the terms of k6's http_req_* metrics.
struct Phases {
  double blocked_s = 0; ///< waiting for a connection, connecting included
  double connecting_s = 0;
  double sending_s = 0;
  double waiting_s = 0;
  double receiving_s = 0;
  double duration_s() const { return sending_s + waiting_s + receiving_s; }
};

struct Representation;

/// The fields and their lists live until the user's next response takes its place.
struct Response {
  int status = 0; ///< HTTP status; 0 if no response came
  std::span<const Field> fields;
  NetworkError error = NetworkError::none;
  Phases phases;
  std::uint32_t bytes_received = 0;
  const Representation* representation = nullptr; ///< of the fields; none: an error of the server's own

  Value value(NameId field) const { return value_of(fields, field); }
};

} // namespace onsale::http
