/// What tells contents apart: 64 bits, the same on every machine and in every version. Not for who means harm.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace onsale::config {

/// FNV-1a of what was added, in its order.
class Digest {
public:
  /// Bytes as they are: those of one text may come in pieces.
  Digest& add_bytes(std::string_view bytes)
  {
    for (const char byte : bytes)
      add(static_cast<unsigned char>(byte));
    return *this;
  }

  /// A text of its own: "ab", "c" differ from "a", "bc".
  Digest& add_text(std::string_view text)
  {
    add_bytes(text);
    add(0xff);
    return *this;
  }

  std::uint64_t value() const { return value_; }
  /// 16 hexadecimal digits.
  std::string hex() const;

private:
  void add(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001b3; }

  std::uint64_t value_ = 0xcbf29ce484222325;
};

} // namespace onsale::config
