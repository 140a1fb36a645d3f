/// A format as JSON Schema, draft 2020-12.
#pragma once

#include "sim/interop/format.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>

namespace onsale::interop {

/// What a value is for, in a sentence; empty if nobody has said. Asked by its path, with `*` for keys that are the
/// user's own, `[]` for elements of lists, and paths inside a named shape beginning with its name: `hosts.*.cores`,
/// `demand.cv`.
using Describe = std::function<std::string(const std::string& path)>;

/// Keys that nobody reads are refused everywhere. Missing ones are refused only inside lists: everywhere else another
/// file of an include may supply them. Keys with dots may be written as nested maps.
nlohmann::ordered_json json_schema(const Format& format, const Describe& describe);

} // namespace onsale::interop
