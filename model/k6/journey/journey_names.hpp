#pragma once

#include "model/http/names.hpp"

namespace onsale::k6 {

using http::NameId;
using http::NameTable;

/// The tables that all journeys of a scenario share; the server knows endpoints and fields by the same numbers.
struct JourneyNames : http::Names {
  JourneyNames() { groups.intern(""); }

  NameTable lists;    ///< filled in setup, then read by all virtual users
  NameTable requests; ///< k6 `name` tags
  NameTable checks;
  NameTable groups;  ///< full k6 paths; number 0 is the root, ""
  NameTable metrics; ///< custom metrics
};

} // namespace onsale::k6
