#include "model/http/value.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace onsale::http {
namespace {

TEST(Value, IsOfOneKind)
{
  EXPECT_TRUE(Value().is_missing());
  EXPECT_EQ(Value(1).kind(), Value::Kind::number);
  EXPECT_NE(Value(1), Value::id(1));
  EXPECT_NE(Value::text(1), Value::id(1));
  EXPECT_EQ(Value(), Value());
  EXPECT_EQ(Value(1.5), 1.5);
}

TEST(Value, KeepsAnIdOf64Bits)
{
  const auto id = std::uint64_t{0x8000000000000001};
  EXPECT_EQ(Value::id(id).as_id(), id);
  EXPECT_EQ(Value(7).as_id(), 7);
  EXPECT_EQ(Value(7.5).as_id(), Value::no_id);
  EXPECT_EQ(Value(-1).as_id(), Value::no_id);
  EXPECT_EQ(Value(0x1p60).as_id(), Value::no_id); // past 2^53 numbers skip ids
  EXPECT_EQ(Value().as_id(5), 5);
}

TEST(Value, IsNoNumberUnlessItIsOne)
{
  EXPECT_EQ(Value::id(7).as_number(), 7);
  EXPECT_TRUE(std::isnan(Value().as_number()));
  EXPECT_TRUE(std::isnan(Value::text(7).as_number()));
  EXPECT_TRUE(std::isnan(Value::list({}).as_number()));
}

TEST(Value, ListsItsItems)
{
  const std::array<Value, 2> seats{Value::id(4), Value::id(5)};
  const std::array<Value, 2> same = seats;
  EXPECT_EQ(Value::list(seats).as_number(), 4);
  EXPECT_EQ(Value::list(seats).as_list().size(), 2);
  EXPECT_EQ(Value::list(seats), Value::list(same));
  EXPECT_NE(Value::list(seats), Value::list(std::span(same).first(1)));
  EXPECT_TRUE(Value(3).as_list().empty());
}

TEST(Value, OfAFieldThatIsNotThereIsMissing)
{
  const std::array<Field, 1> fields{Field{2, 7}};
  EXPECT_EQ(value_of(fields, 2), 7);
  EXPECT_TRUE(value_of(fields, 3).is_missing());
}

} // namespace
} // namespace onsale::http
