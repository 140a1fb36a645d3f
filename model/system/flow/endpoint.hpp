/// Endpoints as data: what a request brings, what one costs, the flow that it walks, what answers.
#pragma once

#include "model/http/body.hpp"
#include "model/http/input_source.hpp"
#include "model/http/names.hpp"
#include "model/system/flow/condition.hpp"
#include "model/system/flow/register.hpp"
#include "model/system/flow/step.hpp"
#include "model/system/flow/stretch.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace onsale::system {

struct ResponseSpec {
  int status = 200;
  std::vector<std::pair<http::NameId, Register>> fields;
  std::optional<http::NameId> list;                        ///< the field that carries the list read by available_seats
  std::vector<std::pair<http::NameId, Condition>> choices; ///< fields that say 1 if it holds, else 0
  http::Representation representation;
  double bytes = 200; ///< body and headers, without the list
  double bytes_per_element = 0;
};

/// The endpoint of requests that no other takes, if the system answers them.
inline constexpr const char* unmatched_id = "(unmatched)";

struct Endpoint {
  std::string id;
  std::string method;
  std::string path;
  std::vector<std::pair<http::NameId, Register>> input; ///< request field -> register
  std::size_t own_values = 0;                           ///< that its flow names beside the registers
  std::vector<http::InputSource> input_sources;         ///< of `input`, in its order
  double request_bytes = 200;
  double allocates_bytes = 0; ///< heap used by one request
  double holds_bytes = 0;     ///< of these, what stays reachable until it is answered
  Flow flow;
  Stretch after_response; ///< of the flow
};

} // namespace onsale::system
