/// What the output is shown on.
#pragma once

#include <cstdio>

namespace onsale::cli {

bool is_terminal(std::FILE* stream);

/// Colour on terminals only, and not where the user or NO_COLOR (no-color.org) forbids it.
bool wants_colour(std::FILE* stream, bool forbidden = false);

} // namespace onsale::cli
