#include "model/config/faults.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace onsale::config {

std::string to_string(const Fault& fault)
{
  return fmt::format("{}: {}", to_string(Place{fault.file, fault.line, fault.column}), fault.message);
}

void Faults::add(const Place& place, std::string message)
{
  faults_.push_back({place.file, place.line, place.column, std::move(message)});
}

void Faults::merge(const Faults& other)
{
  const auto copy = other.faults_; // other may be *this
  faults_.insert(faults_.end(), copy.begin(), copy.end());
}

std::vector<Fault> Faults::list() const
{
  auto sorted = faults_;
  std::ranges::stable_sort(sorted, {},
                           [](const Fault& fault) { return std::tie(fault.file, fault.line, fault.column); });
  // A part of a file that is included or aliased twice is read twice: say its faults once.
  std::vector<Fault> result;
  for (auto& fault : sorted) {
    const auto same_place = [&](const Fault& earlier) {
      return earlier.file == fault.file and earlier.line == fault.line and earlier.column == fault.column;
    };
    bool repeated = false;
    for (auto earlier = result.rbegin(); earlier != result.rend() and same_place(*earlier) and not repeated; ++earlier)
      repeated = earlier->message == fault.message;
    if (not repeated)
      result.push_back(std::move(fault));
  }
  return result;
}

void Faults::throw_if_any() const
{
  if (not empty())
    throw InvalidInput(list());
}

InvalidInput::InvalidInput(std::vector<Fault> faults) : faults_(std::move(faults))
{
  for (const auto& fault : faults_) {
    if (not text_.empty())
      text_ += '\n';
    text_ += to_string(fault);
  }
}

} // namespace onsale::config
