#pragma once

#include "model/http/exchange.hpp"

namespace onsale::http {

/// A system under test: the one boundary between load and system. A virtual user hands over an exchange and waits.
class Target {
public:
  virtual ~Target() = default;
  /// Starts the request; returns at once. The answer comes by Reply::done, or never (then the user's time-out ends the
  /// wait).
  virtual void send(Exchange& exchange) = 0;
  /// A client closes a connection that may stand idle.
  virtual void close(std::uint32_t /*connection*/) {}
};

} // namespace onsale::http
