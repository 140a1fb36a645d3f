/// The JSON Schema of scenario files, for editors.
#pragma once

#include "sim/interop/format.hpp"

#include <string>

namespace onsale::interop {

/// The format of scenarios, as their readers tell it.
Format scenario_format();

/// The schema as text, indented, the same for each build of a version.
std::string scenario_schema();

} // namespace onsale::interop
