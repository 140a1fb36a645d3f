#pragma once

#include "model/config/faults.hpp"

#include <string>

namespace onsale::config {

/// All faults as the user sees them, one a line.
inline std::string fault_text(const Faults& faults)
{
  std::string text;
  for (const auto& fault : faults.list())
    text += to_string(fault) + "\n";
  return text;
}

} // namespace onsale::config
