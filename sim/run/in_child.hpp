/// Work in a child process: SimGrid has one engine in each, so two runs need two processes.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>

namespace onsale::run {

/// The child ended otherwise than by returning its text.
struct ChildFailure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Forks; the child runs `work` and hands back what it returns.
/// @throws ChildFailure with the message of what the child threw, or the signal that ended it
std::string in_child(const std::function<std::string()>& work);

} // namespace onsale::run
