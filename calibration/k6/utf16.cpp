#include "calibration/k6/utf16.hpp"

namespace onsale::calibration {
namespace {

constexpr std::uint32_t replacement = 0xfffd;

bool is_first_half(std::uint32_t unit)
{
  return unit >= 0xd800 && unit < 0xdc00;
}

bool is_second_half(std::uint32_t unit)
{
  return unit >= 0xdc00 && unit < 0xe000;
}

void append(std::string& text, std::uint32_t code)
{
  const auto tail = [&](unsigned shift) { return static_cast<char>(0x80 | (code >> shift & 0x3f)); };
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else if (code < 0x800) {
    text += static_cast<char>(0xc0 | code >> 6);
    text += tail(0);
  } else if (code < 0x10000) {
    text += static_cast<char>(0xe0 | code >> 12);
    text += tail(6);
    text += tail(0);
  } else {
    text += static_cast<char>(0xf0 | code >> 18);
    text += tail(12);
    text += tail(6);
    text += tail(0);
  }
}

} // namespace

std::string Utf16Decoder::decode(std::string_view bytes)
{
  std::string text;
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    if (not has_odd_)
      odd_ = value;
    else
      unit(text, big_endian_ ? odd_ << 8U | value : value << 8U | odd_);
    has_odd_ = not has_odd_;
  }
  return text;
}

void Utf16Decoder::unit(std::string& text, std::uint32_t value)
{
  if (high_ != 0 && is_second_half(value)) {
    append(text, 0x10000 + ((high_ - 0xd800) << 10U) + (value - 0xdc00));
    high_ = 0;
    return;
  }
  if (high_ != 0)
    append(text, replacement);
  high_ = is_first_half(value) ? value : 0;
  if (high_ == 0)
    append(text, is_second_half(value) ? replacement : value);
}

} // namespace onsale::calibration
