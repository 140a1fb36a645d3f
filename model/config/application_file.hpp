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

/// An application's files as Spring reads them.
struct ApplicationFile {
  std::vector<FlatValue> values;     ///< later ones win
  std::vector<std::string> profiles; ///< that were active
  std::vector<std::string> left_out; ///< `application.yml:9: for profile prod`
};

/// Reads Spring's application.properties, .yml or .yaml (told by the ending). Documents for a profile (`spring.config.
/// activate.on-profile`, or the older `spring.profiles`) count if it is active, and so do files of that profile beside
/// it: `application-load.yml` lies over `application.yml`.
/// @param profiles  that are active; none: those that the file makes active itself, of `application-load.yml` its own
ApplicationFile read_application_file(const std::filesystem::path& path, const std::vector<std::string>& profiles,
                                      Faults& faults);

} // namespace onsale::config
