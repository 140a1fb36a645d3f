#pragma once

#include <stdexcept>
#include <string>

namespace onsale::javascript {

/// The script cannot go on: an exception in init code or setup, a loop without end. k6's exit code 107.
class ScriptError : public std::runtime_error {
public:
  /// @param message  with the script's own stack trace
  explicit ScriptError(const std::string& message, int exit_code = 107)
      : std::runtime_error(message), exit_code_(exit_code)
  {
  }
  int exit_code() const { return exit_code_; }

private:
  int exit_code_;
};

} // namespace onsale::javascript
