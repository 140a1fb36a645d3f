#include "model/booking/booking.hpp"
#include "model/booking/invariants.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace onsale::booking {
namespace {

using ::testing::IsEmpty;

BookingOptions options()
{
  return {.users = 3,
          .concerts = 2,
          .inventory = {.events = 5, .seats_per_event = 4, .hold_ttl = Seconds{5}},
          .queue = {},
          .initial_balance = 1500,
          .price_per_seat = 1000};
}

TEST(Booking, AJourneyFromTokenToPayment)
{
  Booking booking(options());
  const auto ticket = booking.queue().issue_token(1, Seconds{0});
  std::vector<TokenId> promoted;
  booking.queue().promote(Seconds{1}, {.batch = 10, .max_active = 10}, promoted);
  EXPECT_EQ(booking.queue().require_active(ticket.token, Seconds{2}), Outcome::ok);

  std::vector<SeatId> free;
  EXPECT_EQ(booking.available_seats(2, Seconds{2}, free), Outcome::ok);
  EXPECT_THAT(free, ::testing::ElementsAre(8, 9, 10, 11)); // event 2 of 4 seats each
  const auto hold = booking.hold_seat(2, 9, 1, Seconds{3});
  const auto reservation = booking.reserve(hold.id, 1, Seconds{4});
  const auto payment = booking.pay(reservation.id, 1, Seconds{5});
  ASSERT_TRUE(payment);
  EXPECT_EQ(booking.account(1)->balance, 500); // 1500 - 1000
  EXPECT_EQ(booking.queue().release(ticket.token, Seconds{5}), Outcome::ok);
  EXPECT_EQ(booking.pay(reservation.id, 1, Seconds{6}).outcome, Outcome::already_paid);
  EXPECT_THAT(violations(booking), IsEmpty());
}

TEST(Booking, PaymentIsAllOrNothing)
{
  Booking booking(options());
  const auto buy = [&](SeatId seat) {
    return booking.reserve(booking.hold_seat(0, seat, 0, Seconds{0}).id, 0, Seconds{0});
  };
  const auto first = buy(0);
  const auto second = buy(1);
  EXPECT_TRUE(booking.pay(first.id, 0, Seconds{1}));
  EXPECT_EQ(booking.pay(second.id, 0, Seconds{1}).outcome, Outcome::insufficient_balance); // 500 are left
  EXPECT_EQ(booking.seat(1, Seconds{1})->state, SeatState::reserved);
  EXPECT_EQ(booking.account(0)->balance, 500);

  const auto stale = booking.account(0)->version;
  EXPECT_EQ(booking.charge(0, 500), Outcome::ok);
  EXPECT_EQ(booking.pay(second.id, 0, Seconds{2}, stale).outcome, Outcome::version_conflict);
  EXPECT_TRUE(booking.pay(second.id, 0, Seconds{2}, booking.account(0)->version));
  EXPECT_EQ(booking.account(0)->balance, 0);
  EXPECT_EQ(booking.pay(second.id, 1, Seconds{2}).outcome, Outcome::not_owner);
  EXPECT_THAT(violations(booking), IsEmpty());
}

TEST(Booking, EventsAreDealtToConcertsInOrder)
{
  Booking booking(options()); // 5 events, 2 concerts: 0 1 | 2 3 4
  EXPECT_EQ(booking.events_of(0)->first, 0U);
  EXPECT_EQ(booking.events_of(0)->last, 2U);
  EXPECT_EQ(booking.events_of(1)->last, 5U);
  EXPECT_FALSE(booking.events_of(2).has_value());
  EXPECT_FALSE(booking.concert_of(5).has_value());
  for (EventId event = 0; event < 5; ++event) {
    const auto range = booking.events_of(*booking.concert_of(event));
    EXPECT_TRUE(range->first <= event and event < range->last) << event;
  }
}

TEST(Booking, CountsTheRowsThatAScanWouldWalk)
{
  Booking booking(options());
  const auto first = booking.hold_seat(0, 0, 0, Seconds{0});
  const auto reservation = booking.reserve(first.id, 0, Seconds{0});
  booking.hold_seat(0, 1, 0, Seconds{0});
  booking.expire_holds(Seconds{100}); // an expired hold stays a row
  booking.pay(reservation.id, 0, Seconds{100});
  booking.charge(0, 1);
  booking.charge(1, 1);
  booking.queue().issue_token(2, Seconds{100});
  EXPECT_EQ(booking.rows(Table::users), 3U);
  EXPECT_EQ(booking.rows(Table::concerts), 2U);
  EXPECT_EQ(booking.rows(Table::events), 5U);
  EXPECT_EQ(booking.rows(Table::seats), 20U);
  EXPECT_EQ(booking.rows(Table::holds), 2U);
  EXPECT_EQ(booking.rows(Table::reservations), 1U);
  EXPECT_EQ(booking.rows(Table::payments), 1U);
  EXPECT_EQ(booking.rows(Table::balance_history), 2U);
  EXPECT_EQ(booking.rows(Table::tokens), 1U);
  EXPECT_EQ(booking.rows(Table::waiting_tokens), 1U);
  std::vector<TokenId> promoted;
  booking.queue().promote(Seconds{100}, {}, promoted);
  EXPECT_EQ(booking.rows(Table::tokens), 1U);
  EXPECT_EQ(booking.rows(Table::waiting_tokens), 0U);
}

TEST(Booking, RefusesUsersThatDoNotExist)
{
  Booking booking(options());
  EXPECT_EQ(booking.hold_seat(0, 0, 3, Seconds{0}).outcome, Outcome::not_found);
  EXPECT_EQ(booking.charge(3, 1), Outcome::not_found);
  EXPECT_FALSE(booking.account(3).has_value());
}

TEST(Booking, SaysWhichOptionIsWrong)
{
  auto wrong = options();
  wrong.price_per_seat = -5;
  try {
    Booking booking(wrong);
    FAIL() << "accepted";
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "booking: price_per_seat: -5 is below 0 (default 1000)");
  }
}

// The largest scenario in mind: it has to fit beside the rest of the simulation, several times over in a sweep.
TEST(Booking, FiftyThousandEventsAndAHundredThousandUsersFitInTwoHundredMegabytes)
{
  Booking booking({.users = 100'000,
                   .concerts = 500,
                   .inventory = {.events = 50'000, .seats_per_event = 50, .reservation_ttl = Seconds{600}},
                   .queue = {},
                   .initial_balance = 10'000});
  for (UserId user = 0; user < 100'000; ++user)
    booking.queue().issue_token(user, Seconds{0});
  std::vector<TokenId> promoted;
  booking.queue().promote(Seconds{0}, {.batch = 50'000}, promoted);
  for (SeatId seat = 0; seat < 500'000; ++seat) {
    const auto user = seat % 100'000;
    ASSERT_TRUE(booking.reserve(booking.hold_seat(seat / 50, seat, user, Seconds{0}).id, user, Seconds{0}));
    ASSERT_TRUE(booking.pay(seat, user, Seconds{0}));
  }
  for (SeatId seat = 500'000; seat < 1'000'000; ++seat) // and as many open holds again
    ASSERT_TRUE(booking.hold_seat(seat / 50, seat, seat % 100'000, Seconds{0}));
  RecordProperty("memory_bytes", std::to_string(booking.memory_bytes()));
  EXPECT_LT(booking.memory_bytes(), 200'000'000U);
  EXPECT_THAT(violations(booking), IsEmpty());
}

} // namespace
} // namespace onsale::booking
