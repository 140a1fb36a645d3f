#include "sim/run/fan_out.hpp"

#include <utility>

namespace onsale::run {

Workers child_processes(std::size_t jobs, Told told)
{
  return [jobs = jobs > 0 ? jobs : available_cores(), told](const auto& numbers, const auto& work, const auto& done) {
    in_children(
        numbers.size(), jobs, [&](std::size_t i) { return work(numbers[i]); },
        [&](std::size_t i, ChildResult result) { done(numbers[i], std::move(result)); }, told);
  };
}

void fan_out(const Workers& workers, const std::vector<std::size_t>& numbers, const Errands& errands)
{
  workers(numbers, errands.work, [&](std::size_t number, const ChildResult& child) {
    if (not child.failure.empty())
      throw ChildFailure(errands.name(number) + ": " + child.failure);
    errands.keep(number, child.text);
  });
}

} // namespace onsale::run
