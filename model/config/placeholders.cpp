#include "model/config/placeholders.hpp"

#include "model/config/wording.hpp"

#include <fmt/core.h>

#include <cstddef>

namespace onsale::config {

namespace {

constexpr int most_levels = 16;
constexpr std::size_t longest_text = 64U << 10U; // two placeholders in each of sixteen levels would be 2^16 texts

/// Position of the brace that closes the `${` at the start of the text, npos if none does.
std::size_t closing_brace(std::string_view text)
{
  int open = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("${"))
      ++open;
    else if (text[i] == '}' and --open == 0)
      return i;
  }
  return std::string_view::npos;
}

Parsed<std::string> resolve(std::string_view text, const PropertyLookup& lookup, int level)
{
  if (level > most_levels)
    return {std::nullopt, "placeholders refer to each other in a circle"};
  std::string result;
  while (not text.empty()) {
    const auto start = text.find("${");
    result += text.substr(0, start);
    if (start == std::string_view::npos)
      break;
    text.remove_prefix(start);
    const auto end = closing_brace(text);
    if (end == std::string_view::npos)
      return {std::nullopt, fmt::format("{} has no closing brace", in_quotes(text))};
    const auto inside = text.substr(2, end - 2);
    text.remove_prefix(end + 1);

    const auto colon = inside.find(':');
    const auto name = inside.substr(0, colon);
    const auto property = lookup(name);
    if (not property and colon == std::string_view::npos)
      return {std::nullopt, fmt::format("${{{}}} has no default, and environment variables are not read: "
                                        "write ${{{}:value}}",
                                        name, name)};
    const auto replacement = resolve(property ? *property : inside.substr(colon + 1), lookup, level + 1);
    if (not replacement.value)
      return replacement;
    result += *replacement.value;
    if (result.size() > longest_text)
      return {std::nullopt, "placeholders expand to more than 64 KiB"};
  }
  return {result, {}};
}

} // namespace

Parsed<std::string> resolve_placeholders(std::string_view text, const PropertyLookup& lookup)
{
  return resolve(text, lookup, 0);
}

} // namespace onsale::config
