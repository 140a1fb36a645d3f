#include "sim/interop/yaml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace onsale::interop {
namespace {

using Json = nlohmann::ordered_json;

bool is_plain(const std::string& text)
{
  if (text.empty() or std::isalpha(static_cast<unsigned char>(text.front())) == 0 or text == "true" or
      text == "false" or text == "null" or text == "yes" or text == "no" or text == "on" or text == "off")
    return false;
  return std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c) != 0 or c == '_' or c == '-'; });
}

bool is_small(const Json& value)
{
  return not value.is_structured() or
         std::ranges::all_of(value, [](const Json& part) { return not part.is_structured(); });
}

/// In one line: a map of single values, a list, a single value.
std::string in_line(const Json& value)
{
  std::string text;
  if (value.is_object()) {
    for (const auto& [key, part] : value.items())
      text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", yaml_key(key), in_line(part));
    return fmt::format("{{{}}}", text);
  }
  if (value.is_array()) {
    for (const Json& part : value)
      text += (text.empty() ? "" : ", ") + in_line(part);
    return fmt::format("[{}]", text);
  }
  if (value.is_string() and is_plain(value.get<std::string>()))
    return value.get<std::string>();
  return value.dump();
}

} // namespace

std::string yaml_key(const std::string& key)
{
  return is_plain(key) ? key : Json(key).dump();
}

std::string yaml_text(const Json& value, std::size_t indent)
{
  const std::string before(indent, ' ');
  std::string text = "\n";
  if (value.is_object() and not value.empty())
    for (const auto& [key, part] : value.items())
      text += fmt::format("{}{}:{}", before, yaml_key(key), yaml_text(part, indent + 2));
  else if (value.is_array() and not is_small(value))
    for (const Json& part : value)
      text += fmt::format("{}- {}\n", before, in_line(part));
  else
    return fmt::format(" {}\n", in_line(value));
  return text;
}

} // namespace onsale::interop
