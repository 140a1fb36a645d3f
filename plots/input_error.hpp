/// What cannot be drawn, and why: a file that is missing, cut off or of another kind.
#pragma once

#include <stdexcept>

namespace onsale::plots {

/// Its text begins with the file and, where there is one, the line: `out/timeseries.csv:7: ...`.
struct InputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

} // namespace onsale::plots
