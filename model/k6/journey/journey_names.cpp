#include "model/k6/journey/journey_names.hpp"

#include <limits>
#include <stdexcept>

namespace onsale::k6 {

NameId NameTable::intern(std::string_view name)
{
  if (const auto known = find(name))
    return *known;
  if (names_.size() == std::numeric_limits<NameId>::max())
    throw std::length_error("more than 65535 names of one kind in the journeys");
  const auto id = static_cast<NameId>(names_.size());
  names_.emplace_back(name);
  ids_.emplace(name, id);
  return id;
}

std::optional<NameId> NameTable::find(std::string_view name) const
{
  const auto known = ids_.find(name);
  return known == ids_.end() ? std::nullopt : std::optional(known->second);
}

} // namespace onsale::k6
