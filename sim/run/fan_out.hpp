/// Work that is known by keys, each done once: what nobody knows yet is computed side by side.
#pragma once

#include "sim/run/in_child.hpp"

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace onsale::run {

/// Who computes: runs work(number) for each number, `done` as each ends.
using Workers =
    std::function<void(const std::vector<std::size_t>& numbers, const std::function<std::string(std::size_t)>& work,
                       const std::function<void(std::size_t number, ChildResult)>& done)>;

/// Children of this process.
/// @param jobs  side by side; 0: one for each core
Workers child_processes(std::size_t jobs = 0, Told told = Told::as_they_end);

/// Which of what is wanted has to be computed: the first with its key, unless the key is known.
/// @param keys   [wanted]
/// @param knows  bool(key)
template <class Key, class Knows> std::vector<std::size_t> missing(const std::vector<Key>& keys, const Knows& knows)
{
  std::vector<std::size_t> numbers;
  std::set<Key> asked;
  for (std::size_t number = 0; number < keys.size(); ++number)
    if (asked.insert(keys[number]).second && not knows(keys[number]))
      numbers.push_back(number);
  return numbers;
}

struct Errands {
  std::function<std::string(std::size_t number)> work;                   ///< by the worker: the result as text
  std::function<void(std::size_t number, const std::string& text)> keep; ///< by this process
  std::function<std::string(std::size_t number)> name;                   ///< for the message if it fails
};

/// @throws ChildFailure naming what failed; what ended before it was kept
void fan_out(const Workers& workers, const std::vector<std::size_t>& numbers, const Errands& errands);

} // namespace onsale::run
