#include "sim/engine/check.hpp"

namespace onsale::engine {

void broken_promise(const char* expression, const char* file, int line, const std::string& detail)
{
  throw BrokenPromise(std::string(file) + ":" + std::to_string(line) + ": broken promise: " + expression +
                      (detail.empty() ? "" : " (" + detail + ")"));
}

} // namespace onsale::engine
