/// Runs a part of a test in a process of its own: SimGrid has one engine for each process, and it ends with the
/// process.
#pragma once

#include <functional>
#include <string>

namespace onsale {

/// Forks and runs `part` in the child. Test failures and exceptions there fail the test here, with their text.
/// @throws std::system_error when the operating system gives no child
void in_child(const std::function<void()>& part);

} // namespace onsale
