#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>

namespace onsale::interop {

/// A JSON value as YAML that people like to read and change: maps line by line, what holds only single values in one
/// line. Begins behind the colon of its key, with a space or a line's end.
/// @param indent  of a map's keys
std::string yaml_text(const nlohmann::ordered_json& value, std::size_t indent);

/// A key, in quotes if YAML would take it for something else.
std::string yaml_key(const std::string& key);

} // namespace onsale::interop
