/// Work in child processes: SimGrid has one engine in each, so two runs need two processes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>

namespace onsale::run {

/// The child ended otherwise than by returning its text.
struct ChildFailure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What one child left: its text, or why there is none.
struct ChildResult {
  std::string text;
  std::string failure; ///< message of what the child threw, or the signal that ended it; empty: all is well
};

/// Forks; the child runs `work` and hands back what it returns. It ends with its parent.
/// @throws ChildFailure
std::string in_child(const std::function<std::string()>& work);

/// When a result is told.
enum class Told : std::uint8_t {
  in_order,    ///< of the numbers: as soon as it and all before it have ended
  as_they_end, ///< at once
};

/// Runs work(0), .. work(count - 1) each in a child of its own, up to `jobs` of them side by side.
/// @param done  called in the parent
/// @throws ChildFailure if no process can be started; what `done` throws ends the children that still run
void in_children(std::size_t count, std::size_t jobs, const std::function<std::string(std::size_t)>& work,
                 const std::function<void(std::size_t, ChildResult)>& done, Told told = Told::in_order);

/// Cores that this process may use, at least 1: the number of jobs unless told.
std::size_t available_cores();

} // namespace onsale::run
