#include "model/http/identity.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace onsale::http {
namespace {

constexpr int half_bits = 32;
constexpr int hex_bits = 4;
constexpr std::string_view hole = "{}";
constexpr std::string_view uuid_shape = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
constexpr std::uint64_t variant = 0b10; ///< RFC 4122: the two highest bits of the digit at `y`

/// Sebastiano Vigna's splitmix64, as a hash.
std::uint64_t mixed(std::uint64_t value)
{
  value += 0x9e3779b97f4a7c15;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

constexpr std::array<std::uint64_t, 4> forwards{0, 1, 2, 3};

/// A Feistel network over the halves; in the other direction it undoes itself. Luby & Rackoff, SIAM J. Comput. 17(2),
/// 1988: four rounds.
std::uint64_t permuted(std::uint64_t value, std::uint64_t key, bool back)
{
  auto left = static_cast<std::uint32_t>(value >> half_bits);
  auto right = static_cast<std::uint32_t>(value);
  if (back)
    std::swap(left, right);
  for (const std::uint64_t round : forwards) {
    const std::uint64_t number = back ? forwards.size() - 1 - round : round;
    left ^= static_cast<std::uint32_t>(mixed(key ^ (number << half_bits) ^ mixed(right)));
    std::swap(left, right);
  }
  if (back)
    std::swap(left, right);
  return (std::uint64_t{left} << half_bits) | right;
}

std::optional<std::uint64_t> number_of(std::string_view text)
{
  std::uint64_t number = 0;
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  const bool is_plain = not text.empty() && (text.size() == 1 || text.front() != '0');
  return is_plain && read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

/// 64 bits in the first places of the shape, as many bits of the check as there are places left in the others.
std::string uuid_text(std::uint64_t first, std::uint64_t check)
{
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(uuid_shape);
  int places = 0;
  for (char& letter : text) {
    if (letter != 'x' && letter != 'y')
      continue;
    std::uint64_t& from = letter == 'x' && places < half_bits / 2 ? first : check;
    places += letter == 'x' ? 1 : 0;
    std::uint64_t digit = from >> (2 * half_bits - hex_bits);
    from <<= hex_bits;
    if (letter == 'y')
      digit = (variant << 2) | (digit & 3);
    letter = digits[digit];
  }
  return text;
}

std::optional<std::uint64_t> first_of(std::string_view uuid)
{
  std::uint64_t first = 0;
  int places = 0;
  for (std::size_t i = 0; i < uuid.size() && places < half_bits / 2; ++i) {
    if (uuid_shape[i] != 'x')
      continue;
    unsigned digit = 0;
    if (std::from_chars(&uuid[i], &uuid[i] + 1, digit, 16).ec != std::errc())
      return std::nullopt;
    first = (first << hex_bits) | digit;
    ++places;
  }
  return first;
}

} // namespace

IdentityForm IdentityForm::uuid(std::uint64_t key)
{
  IdentityForm form;
  form.kind_ = Kind::uuid;
  form.key_ = key;
  return form;
}

std::optional<IdentityForm> IdentityForm::pattern(std::string_view pattern)
{
  const auto at = pattern.find(hole);
  if (at == std::string_view::npos || pattern.find(hole, at + 1) != std::string_view::npos)
    return std::nullopt;
  IdentityForm form;
  form.kind_ = Kind::pattern;
  form.before_ = pattern.substr(0, at);
  form.after_ = pattern.substr(at + hole.size());
  return form;
}

std::string IdentityForm::text(std::uint64_t identity) const
{
  if (kind_ == Kind::uuid)
    return uuid_text(permuted(identity, key_, false), mixed(identity ^ key_));
  return before_ + std::to_string(identity) + after_;
}

std::optional<std::uint64_t> IdentityForm::identity(std::string_view text) const
{
  if (kind_ != Kind::uuid) {
    if (text.size() < before_.size() + after_.size() || not text.starts_with(before_) || not text.ends_with(after_))
      return std::nullopt;
    return number_of(text.substr(before_.size(), text.size() - before_.size() - after_.size()));
  }
  if (text.size() != uuid_shape.size())
    return std::nullopt;
  std::string small(text);
  std::ranges::transform(small, small.begin(),
                         [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
  const auto first = first_of(small);
  if (not first)
    return std::nullopt;
  const std::uint64_t identity = permuted(*first, key_, true);
  return this->text(identity) == small ? std::optional(identity) : std::nullopt;
}

std::optional<std::string_view> between(std::string_view text, std::string_view pattern)
{
  const auto at = pattern.find(hole);
  if (at == std::string_view::npos)
    return std::nullopt;
  const auto before = pattern.substr(0, at);
  const auto after = pattern.substr(at + hole.size());
  if (text.size() < before.size() + after.size() || not text.starts_with(before) || not text.ends_with(after))
    return std::nullopt;
  return text.substr(before.size(), text.size() - before.size() - after.size());
}

} // namespace onsale::http
