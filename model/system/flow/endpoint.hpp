/// Endpoints as data: what a request brings, what one costs, the flow that it walks, what answers.
#pragma once

#include "model/http/names.hpp"
#include "model/system/flow/register.hpp"
#include "model/system/flow/step.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace onsale::system {

struct ResponseSpec {
  int status = 200;
  std::vector<std::pair<http::NameId, Register>> fields;
  std::optional<http::NameId> list; ///< the field that carries the list read by available_seats
  double bytes = 200;               ///< body and headers, without the list
  double bytes_per_element = 0;
};

struct Endpoint {
  std::string id;
  std::string method;
  std::string path;
  std::vector<std::pair<http::NameId, Register>> input; ///< request field -> register
  double request_bytes = 200;
  double allocates_bytes = 0; ///< heap used by one request
  double holds_bytes = 0;     ///< of these, what stays reachable until it is answered
  Flow flow;
};

} // namespace onsale::system
