/// A format as JSON Schema, draft 2020-12.
#pragma once

#include "sim/interop/format.hpp"

#include <nlohmann/json.hpp>

namespace onsale::interop {

/// Keys that nobody reads are refused everywhere. Missing ones are refused only inside lists: everywhere else another
/// file of an include may supply them. Keys with dots may be written as nested maps.
nlohmann::ordered_json json_schema(const Format& format);

} // namespace onsale::interop
