#pragma once

#include "model/config/faults.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace onsale::config {

/// One `name=value` of an application file, before it is known what it means.
struct Property {
  std::string name;
  std::string value;
  Place place; ///< of the name
};

/// Reads the .properties format of java.util.Properties: comments with # and !, names ended by `=`, `:` or white space,
/// lines continued by a backslash, the escapes \t \n \r \f and \uXXXX. The text is UTF-8. As in Spring, a line `#---`
/// or
/// `!---` begins a new document.
/// @return [documents] their properties in file order, at least one document; what is at fault is left out
std::vector<std::vector<Property>> read_properties(std::string_view text, const std::string& file, Faults& faults);

} // namespace onsale::config
