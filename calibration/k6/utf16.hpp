#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace onsale::calibration {

/// UTF-16 to UTF-8, piece by piece: what PowerShell writes by `k6 run script.js > summary.txt`.
class Utf16Decoder {
public:
  /// Both begin a text in UTF-16, and are no part of it.
  static constexpr std::string_view little_endian_mark = "\xff\xfe";
  static constexpr std::string_view big_endian_mark = "\xfe\xff";

  explicit Utf16Decoder(bool big_endian) : big_endian_(big_endian) {}

  /// At most 3 bytes for 2 are the answer. A half that its other half does not follow becomes U+FFFD.
  std::string decode(std::string_view bytes);

private:
  void unit(std::string& text, std::uint32_t value);

  bool big_endian_;
  bool has_odd_ = false;
  unsigned char odd_ = 0;
  std::uint32_t high_ = 0; ///< first half of a pair
};

} // namespace onsale::calibration
