#include "model/booking/outcome.hpp"
#include "model/booking/table.hpp"

#include <gtest/gtest.h>

namespace onsale::booking {
namespace {

TEST(Outcome, NamesAreTheEnumeratorsAndLeadBack)
{
  EXPECT_EQ(to_string(Outcome::ok), "ok");
  EXPECT_EQ(to_string(Outcome::seat_taken), "seat_taken");
  EXPECT_EQ(to_string(Outcome::version_conflict), "version_conflict");
  for (int value = 0; value <= static_cast<int>(Outcome::version_conflict); ++value) {
    const auto outcome = static_cast<Outcome>(value);
    EXPECT_EQ(outcome_from_name(to_string(outcome)), outcome);
  }
  EXPECT_EQ(outcome_from_name("seat-taken"), std::nullopt);
}

TEST(Table, NamesAreTheEnumeratorsAndLeadBack)
{
  EXPECT_EQ(to_string(Table::users), "users");
  EXPECT_EQ(to_string(Table::tokens), "tokens");
  for (int value = 0; value <= static_cast<int>(Table::tokens); ++value) {
    const auto table = static_cast<Table>(value);
    EXPECT_EQ(table_from_name(to_string(table)), table);
  }
  EXPECT_EQ(table_from_name("user"), std::nullopt);
}

} // namespace
} // namespace onsale::booking
