#include "model/config/text_file.hpp"

#include "model/config/nearest.hpp"
#include "model/config/wording.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <system_error>
#include <vector>

namespace onsale::config {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t largest_file_bytes = 4U << 20U;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::vector<std::string> file_names(const fs::path& folder)
{
  std::vector<std::string> names;
  std::error_code error;
  for (auto entry = fs::directory_iterator(folder, error); not error and entry != fs::directory_iterator();
       entry.increment(error))
    names.push_back(entry->path().filename().string());
  std::ranges::sort(names); // directory order is chance
  return names;
}

/// Length of the UTF-8 character at the start of the text, 0 if there is none (RFC 3629: no overlong forms, no
/// surrogates).
std::size_t character_length(std::string_view text)
{
  const auto byte = [&](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto lead = byte(0);
  if (lead < 0x80)
    return 1;
  const std::size_t length = lead >= 0xC2 and lead <= 0xDF   ? 2
                             : lead >= 0xE0 and lead <= 0xEF ? 3
                             : lead >= 0xF0 and lead <= 0xF4 ? 4
                                                             : 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0) != 0x80)
      return 0;
  const bool overlong = (lead == 0xE0 and byte(1) < 0xA0) or (lead == 0xF0 and byte(1) < 0x90);
  const bool surrogate = lead == 0xED and byte(1) >= 0xA0;
  const bool beyond_unicode = lead == 0xF4 and byte(1) >= 0x90;
  return overlong or surrogate or beyond_unicode ? 0 : length;
}

bool is_forbidden_control(char letter)
{
  const auto code = static_cast<unsigned char>(letter);
  return (code < 0x20 and letter != '\t' and letter != '\n' and letter != '\r' and letter != '\f') or code == 0x7F;
}

} // namespace

std::optional<std::string> read_text_file(const fs::path& path, const Place& asked_at, Faults& faults)
{
  const auto name = path.string();
  const auto refuse = [&](const std::string& why) {
    const bool names_itself = asked_at.file == name and asked_at.line == 0;
    faults.add(asked_at, names_itself ? why : fmt::format("{}: {}", in_quotes(name), why));
    return std::nullopt;
  };
  if (name.find('\0') != std::string::npos)
    return refuse("a file name cannot contain a NUL byte");
  std::error_code error;
  const auto status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    const auto folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    const auto near = nearest(path.filename().string(), file_names(folder));
    return refuse(near ? fmt::format("no such file, did you mean {}?", in_quotes(*near)) : "no such file");
  }
  if (status.type() == fs::file_type::directory)
    return refuse("is a folder, expected a file");
  if (error or status.type() != fs::file_type::regular)
    return refuse("is not a regular file");
  if (fs::file_size(path, error) > largest_file_bytes or error)
    return refuse("is larger than 4 MiB");
  std::ifstream stream(path, std::ios::binary);
  if (not stream)
    return refuse("cannot be opened for reading");
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (not check_text(text, name, faults))
    return std::nullopt;
  return text.starts_with(byte_order_mark) ? text.substr(byte_order_mark.size()) : text;
}

bool check_text(std::string_view text, const std::string& file, Faults& faults)
{
  Place place{file, 1, 1};
  while (not text.empty()) {
    const auto length = character_length(text);
    const auto code = static_cast<unsigned>(static_cast<unsigned char>(text.front()));
    if (length == 0) {
      faults.add(place, fmt::format("byte 0x{:02x} is not UTF-8 text", code));
      return false;
    }
    if (is_forbidden_control(text.front())) {
      faults.add(place, fmt::format("control character 0x{:02x} in a text file", code));
      return false;
    }
    if (text.front() == '\n')
      place = {file, place.line + 1, 1};
    else
      ++place.column;
    text.remove_prefix(length);
  }
  return true;
}

} // namespace onsale::config
