#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace onsale::config {

/// The names of an enumeration's values from 0 to `last`, by the to_string() of its own namespace.
template <class E> std::vector<std::string> enum_names(E last)
{
  std::vector<std::string> names;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(last); ++i)
    names.emplace_back(to_string(static_cast<E>(i)));
  return names;
}

} // namespace onsale::config
