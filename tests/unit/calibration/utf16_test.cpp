#include "calibration/k6/utf16.hpp"

#include <gtest/gtest.h>

namespace onsale::calibration {

using namespace std::string_literals;

TEST(Utf16, PiecesMayEndAnywhere)
{
  Utf16Decoder decoder(false);
  EXPECT_EQ(decoder.decode("a\0\xb5"s), "a"); // U+00B5, the micro sign, cut in half
  EXPECT_EQ(decoder.decode("\0\x3d\xd8"s), "\xc2\xb5");
  EXPECT_EQ(decoder.decode("\x00\xde"s), "\xf0\x9f\x98\x80"); // U+1F600 as D83D DE00
}

TEST(Utf16, BigEndianAndHalvesWithoutTheirOther)
{
  Utf16Decoder decoder(true);
  EXPECT_EQ(decoder.decode("\x27\x13"s), "\xe2\x9c\x93"); // the check mark
  EXPECT_EQ(decoder.decode("\xd8\x3d\0b"s), "\xef\xbf\xbd"
                                            "b");
}

} // namespace onsale::calibration
