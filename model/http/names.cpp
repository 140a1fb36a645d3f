#include "model/http/names.hpp"

namespace onsale::http {

NameTable::NameTable(const NameTable& other)
{
  *this = other;
}

NameTable& NameTable::operator=(const NameTable& other)
{
  if (this == &other)
    return *this;
  names_.clear();
  ids_.clear();
  for (const auto& name : other.names_)
    intern(name);
  return *this;
}

NameId NameTable::intern(std::string_view name)
{
  if (const auto known = find(name))
    return *known;
  const auto id = static_cast<NameId>(names_.size());
  ids_.emplace(names_.emplace_back(name), id);
  return id;
}

std::optional<NameId> NameTable::find(std::string_view name) const
{
  const auto known = ids_.find(name);
  return known == ids_.end() ? std::nullopt : std::optional(known->second);
}

} // namespace onsale::http
