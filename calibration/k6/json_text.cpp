#include "calibration/k6/json_text.hpp"

#include "calibration/k6/input.hpp"
#include "model/config/faults.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace onsale::calibration {
namespace {

using Json = nlohmann::ordered_json;

constexpr int deepest = 100; // what reads groups calls itself once for each level

[[noreturn]] void refuse(std::string_view text, const std::string& file, std::size_t byte, const std::string& why)
{
  const std::string_view before = text.substr(0, byte > 0 ? byte - 1 : 0);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t column = before.size() - (before.find_last_of('\n') + 1) + 1;
  throw config::InvalidInput({{file, static_cast<int>(line), static_cast<int>(column), "not JSON: " + why}});
}

/// `[json.exception.parse_error.101] parse error at line 1, column 2: syntax error ..` without what is said elsewhere.
std::string reason_of(const Json::parse_error& error)
{
  const std::string_view what = error.what();
  const std::size_t syntax = what.find("syntax error");
  if (syntax == std::string_view::npos)
    return fmt::format("byte {} cannot be read", error.byte);
  std::string reason(what.substr(syntax));
  // The library repeats what it read last, which may be anything, control characters too.
  if (const std::size_t read = reason.find("; last read: "); read != std::string::npos) {
    const std::size_t expected = reason.find("; expected ", read);
    reason = reason.substr(0, read) + (expected == std::string::npos ? "" : reason.substr(expected));
  }
  return reason;
}

} // namespace

Json parse_json(std::string_view text, const std::string& file)
{
  // An own check, since the library's parser takes any depth.
  int depth = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string) {
      if (c == '\\')
        ++at;
      else if (c == '"')
        in_string = false;
      continue;
    }
    in_string = c == '"';
    depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
    if (depth > deepest)
      refuse(text, file, at + 1, fmt::format("more than {} values inside each other", deepest));
  }
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    refuse(text, file, error.byte, reason_of(error));
  } catch (const Json::exception& error) { // a number beyond a double
    throw config::InvalidInput({{file, 0, 0, fmt::format("not JSON: {}", error.what())}});
  }
}

Json read_json(const std::filesystem::path& path)
{
  Input input(path);
  return parse_json(input.read_all(most_json_bytes), input.name());
}

} // namespace onsale::calibration
