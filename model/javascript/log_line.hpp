#pragma once

#include <string>

namespace onsale::javascript {

/// A line of a script's console, as k6 logs it.
struct LogLine {
  std::string level; ///< debug, info, warning, error
  std::string text;
};

} // namespace onsale::javascript
