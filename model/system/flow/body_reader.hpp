/// Reading what an answer looks like:
///
///   respond:
///     body:
///       code: OK                                       # a constant; {$text: "404"} is the text, 404 the number
///       data: {id: $reservation, total: $price}        # registers
///       status: {$if: position == 0, then: ACTIVE, else: WAITING}
///       seats: {$each: seat, is: {id: $seat, state: AVAILABLE}}      # of the list that available_seats read
///       dates: {$each: {event: 28}, is: {id: $event}}                # 1, 2 .. 28; or up to a register: $count
///     headers: {Location: "/api/reservations/{reservation}"}
#pragma once

#include "model/config/value.hpp"
#include "model/system/flow/endpoint.hpp"
#include "model/system/flow/flow_reader.hpp"

#include <optional>
#include <string>

namespace onsale::system {

class BodyReader {
public:
  /// @param response  gains the fields that the body shows
  BodyReader(FlowReader& reader, ResponseSpec& response) : reader_(reader), response_(response) {}

  /// @param path  of this part in the body, as journeys call it: `data.seats[]`
  http::Body read(const config::Value& value, const std::string& path = "");
  http::Header header(const std::string& name, const config::Value& value);

private:
  /// What a list counts in its elements.
  struct Around {
    Register counted = Register::seat;
    bool is_list = false; ///< that was read; else 1, 2 ..
    std::optional<http::NameId> field = {};
  };

  http::Body of_scalar(const config::Value& value, const std::string& path);
  http::Body of_map(const config::Value& value, const std::string& path);
  http::Body each(config::Object& object, const std::string& path);
  http::Body choice(config::Object& object, const std::string& path);
  http::Body shown(Register name, const std::string& path);
  http::NameId carried(Register name, const std::string& path);

  FlowReader& reader_;
  ResponseSpec& response_;
  std::optional<Around> around_;
};

} // namespace onsale::system
