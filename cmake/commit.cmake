# cmake -DSOURCE=folder -DOUTPUT=commit.cpp -P commit.cmake
# Writes the definition of onsale::cli::commit: the commit that is built, with a + when files differ from it; empty outside of a
# repository.
execute_process(COMMAND git -C ${SOURCE} describe --always --dirty=+ --exclude=* OUTPUT_VARIABLE commit ERROR_QUIET
  OUTPUT_STRIP_TRAILING_WHITESPACE)
file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT [[// Generated at each build.
#include "sim/cli/commit.hpp"

namespace onsale::cli {

std::string_view commit()
{
  return "@commit@";
}

} // namespace onsale::cli
]])
