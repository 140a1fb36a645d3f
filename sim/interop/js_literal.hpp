/// Literals of JavaScript, as far as the options of k6 scripts are written with them.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace onsale::interop {

/// The options of a script: what follows `export const options =` (or let, var), or the whole of a JSON file. Strings,
/// numbers, flags, lists, objects with or without quotes around keys, comments and trailing commas are understood; what
/// has to be computed is not.
/// @param file  as messages call it
/// @throws config::InvalidInput with line and column of what is no literal, or if there are no options
nlohmann::ordered_json read_k6_literal(const std::string& text, const std::string& file);

} // namespace onsale::interop
