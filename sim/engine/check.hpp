/// Checks of our own mistakes: they stay on in release and say where the run stood.
#pragma once

#include <stdexcept>
#include <string>

namespace onsale::engine {

/// A broken promise of this program (never the user's input, never a failure of the simulated system).
class BrokenPromise : public std::logic_error {
  using std::logic_error::logic_error;
};

[[noreturn]] void broken_promise(const char* expression, const char* file, int line, const std::string& detail);

} // namespace onsale::engine

/// One condition each. The detail (a std::string) is built only when the check fails.
#define ONSALE_CHECK(condition, detail)                                                                                \
  do {                                                                                                                 \
    if (not(condition)) [[unlikely]]                                                                                   \
      ::onsale::engine::broken_promise(#condition, __FILE__, __LINE__, detail);                                        \
  } while (false)
