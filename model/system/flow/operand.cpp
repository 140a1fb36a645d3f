#include "model/system/flow/operand.hpp"

#include <bit>
#include <cmath>

namespace onsale::system {
namespace {

/// The finaliser of SplitMix64 (Steele et al., OOPSLA'14): a permutation that spreads every bit.
std::uint64_t spread(std::uint64_t x)
{
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

constexpr std::uint64_t text_salt = 0x9e3779b97f4a7c15;
constexpr std::uint64_t number_salt = 0xc2b2ae3d27d4eb4f;

} // namespace

std::uint64_t Key::of_other(const http::Value& value)
{
  if (value.kind() == http::Value::Kind::text)
    return spread(value.as_text() + text_salt);
  if (value.kind() == http::Value::Kind::number && not std::isnan(value.as_number()))
    return spread(std::bit_cast<std::uint64_t>(value.as_number()) + number_salt);
  return http::Value::no_id;
}

std::uint64_t Key::mixed(const Registers& registers) const
{
  std::uint64_t key = 0;
  for (const Operand& part : parts_) {
    const std::uint64_t number = number_of(part.of(registers));
    if (number == http::Value::no_id)
      return number;
    key = spread(key + number + text_salt);
  }
  return key;
}

} // namespace onsale::system
