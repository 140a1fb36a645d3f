/// What the room javascript asks of the system under test: nothing else of it is known here.
#pragma once

#include "model/http/response.hpp"
#include "model/javascript/engine/quickjs_fibers.h"
#include "model/k6/script/script.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onsale::javascript {

/// A request as a script makes it. The views live as long as the call that takes it.
struct OutgoingRequest {
  std::string_view method;
  std::string_view url;
  std::string_view body;
  std::vector<std::pair<std::string, std::string>> headers; ///< in the order written; cookies are one of them
};

/// Between URLs and JSON on one side, endpoints and fields on the other.
class Port {
public:
  virtual ~Port() = default;

  /// Finds the endpoint of a request and what it wants to know of it.
  /// @param endpoint_url  gets the URL with names in place of what differs from request to request
  /// @return empty, or why there is no such endpoint
  virtual std::string route(const OutgoingRequest& outgoing, k6::Request& request, std::string& endpoint_url) = 0;

  /// The body of an answer as a new JavaScript value; undefined if it has none.
  virtual JSValue body(JSContext* context, http::NameId endpoint, const http::Response& response) = 0;
  virtual std::vector<std::pair<std::string, std::string>> headers(http::NameId endpoint,
                                                                   const http::Response& response) = 0;

  /// Of a recording: what the script does with a part of an answer. @param place  as the answer calls it
  virtual void read(std::string_view /*place*/, std::string_view /*what*/) {}
};

} // namespace onsale::javascript
