#pragma once

#include "model/config/faults.hpp"
#include "model/config/node.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace onsale::config {

/// A value under its full dotted name.
struct FlatValue {
  std::string name;
  Place place; ///< of the last key
  Node value;  ///< null, scalar or list
};

/// The values of nested maps under dotted names, in file order: `server: {port: 80}` and `server.port: 80` are the
/// same.
std::vector<FlatValue> flattened(const Node& map);

/// Reads Spring's application.properties, .yml or .yaml (told by the ending). Documents for a profile only
/// (`spring.config.activate`, or the older `spring.profiles`) are left out: no profile is active here.
std::vector<FlatValue> read_application_file(const std::filesystem::path& path, Faults& faults);

} // namespace onsale::config
