#include "model/config/wording.hpp"

#include "model/config/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace onsale::config {

std::string in_quotes(std::string_view text)
{
  constexpr std::size_t longest = 60;
  auto end = std::min(text.size(), longest);
  while (end < text.size() and end > 0 and (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end; // not in the middle of a UTF-8 character
  std::string result = "\"";
  for (const char letter : text.substr(0, end)) {
    const auto code = static_cast<unsigned char>(letter);
    if (letter == '"' or letter == '\\')
      result += fmt::format("\\{}", letter);
    else if (letter == '\n')
      result += "\\n";
    else if (code < 0x20 or code == 0x7F)
      result += fmt::format("\\x{:02x}", code);
    else
      result += letter;
  }
  return result + (end < text.size() ? "...\"" : "\"");
}

std::string suggestion(std::string_view name, std::span<const std::string> valid)
{
  if (const auto near = nearest(name, valid))
    return fmt::format(", did you mean {}?", in_quotes(*near));
  return valid.empty() ? "" : fmt::format(", expected {}{}", valid.size() > 1 ? "one of " : "", listed(valid));
}

std::string listed(std::span<const std::string> names)
{
  constexpr std::size_t most = 12;
  const auto shown = names.first(std::min(most, names.size()));
  const auto rest = names.size() - shown.size();
  return fmt::format("{}{}", fmt::join(shown, ", "), rest > 0 ? fmt::format(" and {} more", rest) : "");
}

std::string grouped(std::uint64_t number)
{
  std::string text = std::to_string(number);
  for (auto end = static_cast<std::ptrdiff_t>(text.size()) - 3; end > 0; end -= 3)
    text.insert(static_cast<std::size_t>(end), 1, ',');
  return text;
}

} // namespace onsale::config
