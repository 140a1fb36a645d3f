#include "sim/interop/recording/url_template.hpp"

#include <algorithm>
#include <cctype>

namespace onsale::interop {
namespace {

constexpr std::size_t uuid_letters = 36;
constexpr std::size_t long_text = 16;

bool is_digit(char letter)
{
  return std::isdigit(static_cast<unsigned char>(letter)) != 0;
}

bool differs(std::string_view segment)
{
  const bool is_hexadecimal = std::ranges::all_of(
      segment, [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0 || c == '-'; });
  const auto digits = static_cast<std::size_t>(std::ranges::count_if(segment, is_digit));
  if (digits > 0 && segment.size() > 1 && segment.front() == 'v' && digits + 1 == segment.size())
    return false; // v1
  if (digits == segment.size() || segment.size() == uuid_letters)
    return digits > 0;
  if (segment.find('@') != std::string_view::npos || segment.find("%40") != std::string_view::npos)
    return true;
  return (is_hexadecimal && segment.size() >= long_text) || (digits >= 1 && digits * 2 >= segment.size()) ||
         (digits >= 1 && is_digit(segment.back()) && segment.find_first_of("-_") != std::string_view::npos);
}

/// `concert-events` names `concertEventId`.
std::string name_after(std::string_view segment)
{
  std::string name;
  bool upper = false;
  for (const char letter : segment) {
    if (std::isalnum(static_cast<unsigned char>(letter)) == 0) {
      upper = not name.empty();
      continue;
    }
    name += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(letter))) : letter;
    upper = false;
  }
  if (name.ends_with("ies"))
    name.replace(name.size() - 3, 3, "y");
  else if (name.ends_with('s') && not name.ends_with("ss"))
    name.pop_back();
  return name.empty() ? "id" : name + "Id";
}

} // namespace

std::string url_template(std::string_view path, const std::function<bool(std::string_view)>& is_given)
{
  std::string made;
  std::string before;
  for (std::size_t begin = 0; begin < path.size();) {
    const auto end = std::min(path.find('/', begin), path.size());
    const auto segment = path.substr(begin, end - begin);
    begin = end + 1;
    if (segment.empty())
      continue;
    if (not is_given(segment) && not differs(segment)) {
      made += "/" + std::string(segment);
      before = segment;
      continue;
    }
    std::string name = name_after(before);
    for (int number = 2; made.find("{" + name + "}") != std::string::npos; ++number)
      name = name_after(before) + std::to_string(number);
    made += "/{" + name + "}";
  }
  return made.empty() ? "/" : made;
}

} // namespace onsale::interop
