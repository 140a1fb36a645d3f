#include "model/config/properties.hpp"

#include "model/config/text_file.hpp"
#include "model/config/wording.hpp"

#include <fmt/core.h>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <system_error>
#include <utility>

namespace onsale::config {

namespace {

constexpr std::string_view white_space = " \t\f";

std::string_view trimmed_left(std::string_view text)
{
  const auto start = text.find_first_not_of(white_space);
  return start == std::string_view::npos ? std::string_view{} : text.substr(start);
}

/// An odd number of backslashes at the end continues the line; an even one is escaped backslashes.
bool is_continued(std::string_view line)
{
  const auto last_other = line.find_last_not_of('\\');
  const auto backslashes = line.size() - (last_other == std::string_view::npos ? 0 : last_other + 1);
  return backslashes % 2 == 1;
}

std::vector<std::string_view> split_lines(std::string_view text)
{
  std::vector<std::string_view> lines;
  while (not text.empty()) {
    const auto end = text.find_first_of("\r\n");
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos)
      break;
    text.remove_prefix(text.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
  }
  return lines;
}

void append_utf8(std::string& text, std::uint32_t code)
{
  const auto add = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xC0 | (code >> 6U));
    add(0x80 | (code & 0x3FU));
  } else if (code < 0x10000) {
    add(0xE0 | (code >> 12U));
    add(0x80 | ((code >> 6U) & 0x3FU));
    add(0x80 | (code & 0x3FU));
  } else {
    add(0xF0 | (code >> 18U));
    add(0x80 | ((code >> 12U) & 0x3FU));
    add(0x80 | ((code >> 6U) & 0x3FU));
    add(0x80 | (code & 0x3FU));
  }
}

/// The four hexadecimal digits of \uXXXX at the start of the text, removed from it.
std::optional<std::uint32_t> take_code_unit(std::string_view& text)
{
  std::uint32_t code = 0;
  const auto digits = text.starts_with("\\u") ? text.substr(2, 4) : std::string_view{};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
  if (digits.size() != 4 or error != std::errc{} or end != digits.data() + 4)
    return std::nullopt;
  text.remove_prefix(6);
  return code;
}

/// The character of \uXXXX, or of a surrogate pair of two.
std::optional<std::uint32_t> take_character(std::string_view& text)
{
  const auto first = take_code_unit(text);
  if (not first or *first < 0xD800 or *first > 0xDFFF)
    return first;
  const auto second = *first < 0xDC00 ? take_code_unit(text) : std::nullopt;
  if (not second or *second < 0xDC00 or *second > 0xDFFF)
    return std::nullopt;
  return 0x10000 + ((*first - 0xD800) << 10U) + (*second - 0xDC00);
}

/// Resolves the escapes; nothing if a \u is not followed by a character's number.
std::optional<std::string> unescaped(std::string_view text)
{
  std::string result;
  while (not text.empty()) {
    if (text.starts_with("\\u")) {
      const auto code = take_character(text);
      if (not code)
        return std::nullopt;
      append_utf8(result, *code);
      continue;
    }
    const bool escape = text[0] == '\\';
    text.remove_prefix(escape ? 1 : 0);
    if (text.empty())
      break;
    constexpr std::string_view names = "tnrf";
    const auto control = escape ? names.find(text[0]) : std::string_view::npos;
    result += control == std::string_view::npos ? text[0] : "\t\n\r\f"[control];
    text.remove_prefix(1);
  }
  return result;
}

/// Where the name ends: at the first separator that is not escaped.
std::size_t end_of_name(std::string_view line)
{
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\')
      ++i;
    else if (line[i] == '=' or line[i] == ':' or white_space.find(line[i]) != std::string_view::npos)
      return i;
  }
  return line.size();
}

std::optional<Property> parse_line(std::string_view line, const Place& place, Faults& faults)
{
  const auto name = line.substr(0, end_of_name(line));
  auto value = trimmed_left(line.substr(name.size()));
  if (value.starts_with('=') or value.starts_with(':'))
    value = trimmed_left(value.substr(1));
  auto plain_name = unescaped(name);
  auto plain_value = unescaped(value);
  if (plain_name and plain_value)
    return Property{std::move(*plain_name), std::move(*plain_value), place};
  faults.add(place, fmt::format("expected the four hexadecimal digits of a character after \\u, found {}",
                                in_quotes(plain_name ? value : name)));
  return std::nullopt;
}

} // namespace

std::vector<std::vector<Property>> read_properties(std::string_view text, const std::string& file, Faults& faults)
{
  std::vector<std::vector<Property>> documents(1);
  if (not check_text(text, file, faults))
    return documents;
  const auto lines = split_lines(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto start = trimmed_left(lines[i]);
    if (lines[i] == "#---" or lines[i] == "!---")
      documents.emplace_back();
    if (start.empty() or start[0] == '#' or start[0] == '!')
      continue;
    const Place place{file, static_cast<int>(i) + 1, static_cast<int>(lines[i].size() - start.size()) + 1};
    std::string line(start);
    while (is_continued(line)) {
      line.pop_back();
      if (i + 1 == lines.size())
        break;
      line += trimmed_left(lines[++i]);
    }
    if (auto property = parse_line(line, place, faults))
      documents.back().push_back(std::move(*property));
  }
  return documents;
}

} // namespace onsale::config
