#include "model/config/relaxed_name.hpp"

#include <algorithm>

namespace onsale::config {

std::string relaxed_name(std::string_view name)
{
  std::string result;
  for (const char letter : name) {
    if (letter == '-' or letter == '_')
      continue;
    result += letter >= 'A' and letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  }
  return result;
}

bool is_environment_form(std::string_view name)
{
  const auto allowed = [](char letter) {
    return (letter >= 'A' and letter <= 'Z') or (letter >= '0' and letter <= '9') or letter == '_';
  };
  return name.find('_') != std::string_view::npos and std::ranges::all_of(name, allowed);
}

} // namespace onsale::config
