#include "sim/cli/terminal.hpp"

#include <unistd.h>

#include <cstdlib>

namespace onsale::cli {

bool is_terminal(std::FILE* stream)
{
  return isatty(fileno(stream)) != 0;
}

bool wants_colour(std::FILE* stream, bool forbidden)
{
  const char* no_colour = std::getenv("NO_COLOR");
  return not forbidden && (no_colour == nullptr || *no_colour == '\0') && is_terminal(stream);
}

} // namespace onsale::cli
