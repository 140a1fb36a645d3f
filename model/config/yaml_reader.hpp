#pragma once

#include "model/config/faults.hpp"
#include "model/config/node.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::config {

/// Reads the YAML documents of a text into trees. Duplicated and non-scalar keys are faults and are left out. Anchors
/// and aliases are expanded up to a limit of 100,000 nodes and 100 levels, so that a small file cannot become a large
/// one.
/// @return nothing if the text cannot be read as YAML (one fault: a syntax error ends the reading)
std::optional<std::vector<Node>> read_yaml(std::string_view text, const std::string& file, Faults& faults);

} // namespace onsale::config
