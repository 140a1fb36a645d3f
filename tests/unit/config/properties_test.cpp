#include "model/config/properties.hpp"
#include "tests/unit/config/fault_text.hpp"

#include <gtest/gtest.h>

namespace onsale::config {

namespace {

/// `name=value@line:column` of every property, documents set off by `--`.
std::string read(std::string_view text, Faults& faults)
{
  std::string result;
  for (const auto& document : read_properties(text, "p", faults)) {
    result += result.empty() ? "" : "--\n";
    for (const auto& property : document)
      result += property.name + "=" + property.value + "@" + to_string(property.place) + "\n";
  }
  return result;
}

std::string read(std::string_view text)
{
  Faults faults;
  auto result = read(text, faults);
  EXPECT_EQ(fault_text(faults), "");
  return result;
}

} // namespace

TEST(Properties, TakeAllThreeSeparators)
{
  EXPECT_EQ(read("a=1\nb: 2\nc 3\n  d  =  4 \ne\nf==5\ng=x # y\n"),
            "a=1@p:1:1\nb=2@p:2:1\nc=3@p:3:1\nd=4 @p:4:3\ne=@p:5:1\nf==5@p:6:1\ng=x # y@p:7:1\n");
}

TEST(Properties, SkipCommentsAndBlankLines)
{
  EXPECT_EQ(read("# a=1\n! b=2\n\n   # c\n\t\nd=4"), "d=4@p:6:1\n");
}

TEST(Properties, ContinueLinesThatEndInAnOddNumberOfBackslashes)
{
  EXPECT_EQ(read("a=one,\\\n   two,\\\r\n  three\nb=x\\\\\nc=last\\"),
            "a=one,two,three@p:1:1\nb=x\\@p:4:1\nc=last@p:5:1\n");
  EXPECT_EQ(read("a=1\\\n# not a comment\n"), "a=1# not a comment@p:1:1\n");
}

TEST(Properties, ResolveEscapes)
{
  EXPECT_EQ(read("a\\ b\\=c=1\nd=\\t\\q\\:\n"), "a b=c=1@p:1:1\nd=\tq:@p:2:1\n");
  EXPECT_EQ(read("e=\\u0041\\uAC00\\uD83D\\uDE00\n"), "e=A가😀@p:1:1\n");
}

TEST(Properties, ReportBrokenUnicodeEscapesAndReadOn)
{
  Faults faults;
  EXPECT_EQ(read("a=\\u12\nb=\\uD83Dx\nc=1\n", faults), "c=1@p:3:1\n");
  EXPECT_EQ(fault_text(faults),
            "p:1:1: expected the four hexadecimal digits of a character after \\u, found \"\\\\u12\"\n"
            "p:2:1: expected the four hexadecimal digits of a character after \\u, found \"\\\\uD83Dx\"\n");
}

TEST(Properties, BeginANewDocumentAtThreeDashes)
{
  EXPECT_EQ(read("a=1\n#---\nb=2\n!---\nc=3\n"), "a=1@p:1:1\n--\nb=2@p:3:1\n--\nc=3@p:5:1\n");
}

TEST(Properties, RefuseWhatIsNotText)
{
  Faults faults;
  EXPECT_EQ(read("a=\xB0\xA1\n", faults), "");
  EXPECT_EQ(fault_text(faults), "p:1:3: byte 0xb0 is not UTF-8 text\n");
}

} // namespace onsale::config
