// Result files as columns, and what is said of files that are none.
#include "plots/table.hpp"

#include <gmock/gmock.h>

namespace onsale::plots {
namespace {

std::string refusal(std::string_view text, std::string_view column)
{
  try {
    Table::parse(text, "out/timeseries.csv").numbers(column);
  } catch (const InputError& error) {
    return error.what();
  }
  return "none";
}

} // namespace

TEST(Table, HoldsColumnsByName)
{
  const Table table = Table::parse("time_s,\"a, b\",c\r\n1,2.5,x\r\n2,-3e2,\"say \"\"y\"\"\"\r\n\r\n", "t.csv");
  EXPECT_EQ(table.size(), 2U);
  EXPECT_THAT(table.numbers("a, b"), testing::ElementsAre(2.5, -300));
  EXPECT_EQ(table.text(1, table.column("c")), "say \"y\"");
  EXPECT_FALSE(table.has("d"));
}

TEST(Table, FieldsMayHoldLineBreaksAndGuardedFormulas)
{
  const Table table = Table::parse("name,n\n\"two\nlines\",1\n'=1+2,2\n''@x,3\n'quoted',4\nlast,five\n", "t.csv");
  EXPECT_EQ(table.text(0, 0), "two\nlines");
  EXPECT_EQ(table.text(1, 0), "=1+2");
  EXPECT_EQ(table.text(2, 0), "'@x");
  EXPECT_EQ(table.text(3, 0), "'quoted'");
  EXPECT_EQ(refusal("name,n\n\"two\nlines\",1\nlast,five\n", "n"),
            "out/timeseries.csv:4: n is \"five\", expected a number");
}

TEST(Table, NamesThePlaceOfWhatIsWrong)
{
  EXPECT_EQ(refusal("", "a"), "out/timeseries.csv: is empty, expected a line of column names");
  EXPECT_EQ(refusal("a,b\n1,2\n3\n", "a"), "out/timeseries.csv:3: 1 fields, expected the 2 that the first line names");
  EXPECT_EQ(refusal("a,b\n1,2\n", "c"), "out/timeseries.csv:1: there is no column \"c\" among a, b");
  EXPECT_EQ(refusal("a,b\n1,2\n1,two\n", "b"), "out/timeseries.csv:3: b is \"two\", expected a number");
  EXPECT_EQ(refusal("a,b\n\"1,2\n", "b"), "out/timeseries.csv:2: a quote is not closed");
}

} // namespace onsale::plots
