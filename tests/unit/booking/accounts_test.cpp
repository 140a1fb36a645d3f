#include "model/booking/accounts.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

namespace onsale::booking {
namespace {

TEST(Accounts, ChargeAndDebitMoveTheBalance)
{
  Accounts accounts(2, 100);
  EXPECT_EQ(accounts.charge(1, 50), Outcome::ok);
  EXPECT_EQ(accounts.debit(1, 150), Outcome::ok);
  EXPECT_EQ(accounts.read(1)->balance, 0); // 100 + 50 - 150
  EXPECT_EQ(accounts.read(0)->balance, 100);
  EXPECT_EQ(accounts.charges(), 1U);
}

TEST(Accounts, RefusalsLeaveTheAccountAlone)
{
  Accounts accounts(1, 100);
  EXPECT_EQ(accounts.charge(1, 50), Outcome::not_found);
  EXPECT_EQ(accounts.charge(0, 0), Outcome::invalid_amount);
  EXPECT_EQ(accounts.charge(0, -1), Outcome::invalid_amount);
  EXPECT_EQ(accounts.charge(0, std::numeric_limits<Money>::max()), Outcome::invalid_amount);
  EXPECT_EQ(accounts.debit(0, 101), Outcome::insufficient_balance);
  EXPECT_EQ(accounts.debit(0, -1), Outcome::invalid_amount);
  EXPECT_EQ(accounts.debit(1, 1), Outcome::not_found);
  EXPECT_EQ(accounts.read(0)->balance, 100);
  EXPECT_EQ(accounts.read(0)->version, 0U);
  EXPECT_EQ(accounts.read(1), std::nullopt);
}

// Two handlers read version 0. The first writes, the second's write must not overwrite what it never saw.
TEST(Accounts, OfTwoOptimisticWritersTheSecondConflicts)
{
  Accounts accounts(1, 0);
  const auto seen_by_one = accounts.read(0)->version;
  const auto seen_by_other = accounts.read(0)->version;
  EXPECT_EQ(accounts.charge(0, 10, seen_by_one), Outcome::ok);
  EXPECT_EQ(accounts.charge(0, 20, seen_by_other), Outcome::version_conflict);
  EXPECT_EQ(accounts.debit(0, 5, seen_by_other), Outcome::version_conflict);
  EXPECT_EQ(accounts.charge(0, 20, accounts.read(0)->version), Outcome::ok);
  EXPECT_EQ(accounts.read(0)->balance, 30);
}

TEST(Accounts, SaysWhatIsWrongWithTheInitialBalance)
{
  try {
    Accounts accounts(3, -1);
    FAIL() << "accepted";
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "accounts: initial_balance: -1 is below 0 or too much for 3 users (default 0)");
  }
}

} // namespace
} // namespace onsale::booking
