#include "model/config/digest.hpp"

#include <gtest/gtest.h>

namespace onsale::config {

// The vectors of the FNV reference code (www.isthe.com/chongo/tech/comp/fnv): "", "a", "foobar".
TEST(Digest, IsFnv1a)
{
  EXPECT_EQ(Digest().hex(), "cbf29ce484222325");
  EXPECT_EQ(Digest().add_bytes("a").hex(), "af63dc4c8601ec8c");
  EXPECT_EQ(Digest().add_bytes("foobar").hex(), "85944171f73967e8");
}

TEST(Digest, BytesMayComeInPiecesAndTextsAreTheirOwn)
{
  EXPECT_EQ(Digest().add_bytes("foo").add_bytes("bar").value(), Digest().add_bytes("foobar").value());
  EXPECT_NE(Digest().add_text("ab").add_text("c").value(), Digest().add_text("a").add_text("bc").value());
}

} // namespace onsale::config
