/// As much of JSON Schema as the schema of scenarios uses: what it says of a value.
#pragma once

#include "model/config/node.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace onsale::interop {

/// A value as an editor's YAML reader would take it: numbers and flags where the text looks like one.
nlohmann::json json_of(const config::Node& node);

/// Every place of the value that the schema refuses, with the word of the schema that does: `/hosts/box/cores: type`.
/// @param root  of the schema, where its definitions are
std::vector<std::string> refusals(const nlohmann::json& value, const nlohmann::json& schema, const nlohmann::json& root,
                                  const std::string& place = "");

} // namespace onsale::interop
