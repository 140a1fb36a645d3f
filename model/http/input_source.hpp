/// Where an endpoint finds a field in a request.
#pragma once

#include <cstdint>
#include <string>

namespace onsale::http {

struct InputSource {
  enum class Place : std::uint8_t { any, path, query, body, header, cookie };

  Place place = Place::any; ///< any: the first that has it, in this order
  std::string key;          ///< `userId`; in a body `buyer.name`, `seatIds.length`, `seatIds.0`
  std::string pattern;      ///< `Bearer {}`; empty: all of it
  std::uint8_t form = 0;    ///< of an identity; 0: as it is
};

} // namespace onsale::http
