#include "model/system/flow/cause.hpp"

#include <gtest/gtest.h>

namespace onsale::system {
namespace {

using booking::Outcome;

TEST(Cause, NamesGoBothWays)
{
  for (const Cause cause : all_causes())
    EXPECT_EQ(cause_from_name(to_string(cause)), cause);
  EXPECT_EQ(to_string(Cause::client_gone), "client_gone");
  EXPECT_FALSE(cause_from_name("gone"));
}

TEST(Cause, DefaultStatusesAreThoseOfASpringApplication)
{
  EXPECT_EQ(default_status(Cause::none, Outcome::ok), 200);
  EXPECT_EQ(default_status(Cause::pool_timeout, Outcome::ok), 500);
  EXPECT_EQ(default_status(Cause::lock_timeout, Outcome::ok), 500);
  EXPECT_EQ(default_status(Cause::out_of_memory, Outcome::ok), 500);
  EXPECT_EQ(default_status(Cause::lock_busy, Outcome::ok), 409);
  EXPECT_EQ(default_status(Cause::refused, Outcome::not_found), 404);
  EXPECT_EQ(default_status(Cause::refused, Outcome::not_owner), 403);
  EXPECT_EQ(default_status(Cause::refused, Outcome::token_not_active), 401);
  EXPECT_EQ(default_status(Cause::refused, Outcome::insufficient_balance), 400);
  EXPECT_EQ(default_status(Cause::refused, Outcome::invalid_amount), 400);
  for (const Outcome outcome : {Outcome::seat_taken, Outcome::hold_expired, Outcome::already_reserved,
                                Outcome::already_paid, Outcome::version_conflict})
    EXPECT_EQ(default_status(Cause::refused, outcome), 409);
}

} // namespace
} // namespace onsale::system
