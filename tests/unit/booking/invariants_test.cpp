#include "model/booking/booking.hpp"
#include "model/booking/invariants.hpp"

#include <gmock/gmock.h>

namespace onsale::booking {

/// Reaches into the core to break it on purpose.
struct Peer {
  static auto& accounts(Booking& booking) { return booking.accounts_.accounts_; }
  static auto& charged(Booking& booking) { return booking.accounts_.charged_; }
  static auto& payments(Booking& booking) { return booking.payments_; }
  static auto& seats(Booking& booking) { return booking.inventory_.seats_; }
  static auto& holds(Booking& booking) { return booking.inventory_.holds_; }
  static auto& reservations(Booking& booking) { return booking.inventory_.reservations_; }
  static auto& open_holds(Booking& booking) { return booking.inventory_.open_holds_; }
  static auto& unpaid(Booking& booking) { return booking.inventory_.unpaid_; }
  static auto& hold_expiries(Booking& booking) { return booking.inventory_.hold_expiries_; }
  static auto& tokens(Booking& booking) { return booking.queue_.entries_; }
  static auto& active(Booking& booking) { return booking.queue_.active_; }
  static auto& last_popped(Booking& booking) { return booking.queue_.last_popped_; }
  static auto& ceiling(Booking& booking) { return booking.queue_.ceiling_; }
  static auto& slot_of(Booking& booking) { return booking.queue_.waiting_.slot_of_; }
  static auto& tree(Booking& booking) { return booking.queue_.waiting_.tree_; }
};

namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

// Seat 0 sold by reservation 0, seat 1 reserved by reservation 1, seat 2 held by hold 2, seat 3 free.
// Users 0 and 1 active with room for 2, users 2 and 3 waiting as arrivals 3 and 4.
Booking sound()
{
  Booking booking({.users = 4,
                   .concerts = 1,
                   .inventory = {.events = 1, .seats_per_event = 4, .reservation_ttl = Seconds{60}},
                   .queue = {},
                   .initial_balance = 5000});
  for (UserId user = 0; user < 4; ++user)
    booking.queue().issue_token(user, Seconds{0});
  std::vector<TokenId> promoted;
  booking.queue().promote(Seconds{0}, {.batch = 2, .max_active = 2}, promoted);
  for (SeatId seat = 0; seat < 3; ++seat)
    booking.hold_seat(0, seat, seat, Seconds{0});
  booking.reserve(0, 0, Seconds{1});
  booking.reserve(1, 1, Seconds{1});
  booking.pay(0, 0, Seconds{2});
  booking.charge(3, 700);
  return booking;
}

TEST(Invariants, HoldInASoundState)
{
  EXPECT_THAT(violations(sound()), IsEmpty());
}

TEST(Invariants, SeeASeatSoldTwice)
{
  auto booking = sound();
  Peer::reservations(booking)[1].seat = 0;
  Peer::reservations(booking)[1].state = ReservationState::paid;
  EXPECT_THAT(violations(booking), Contains("seat 0 is sold twice: reservations 0 and 1"));
}

TEST(Invariants, SeeASeatWithoutItsClaim)
{
  auto booking = sound();
  Peer::holds(booking)[2].state = HoldState::expired;
  EXPECT_THAT(violations(booking), Contains("seat 2 is held by hold 2, which is no open hold of it"));
  EXPECT_THAT(violations(booking), Contains("holds: counter says 1 open, 0 are"));

  booking = sound();
  Peer::seats(booking)[1].claim = 0;
  EXPECT_THAT(violations(booking),
              Contains("seat 1 is reserved by reservation 0, which is no unpaid reservation of it"));

  booking = sound();
  Peer::seats(booking)[0].claim = 1;
  EXPECT_THAT(violations(booking), Contains("seat 0 is sold by reservation 1, which is no paid reservation of it"));

  booking = sound();
  Peer::seats(booking)[3].claim = 0;
  EXPECT_THAT(violations(booking), Contains("seat 3 is free but claimed by 0"));
}

TEST(Invariants, SeeAClaimWithoutItsSeat)
{
  auto booking = sound();
  Peer::seats(booking)[2] = {};
  EXPECT_THAT(violations(booking), Contains("hold 2 is open, but seat 2 is not held by it"));

  booking = sound();
  Peer::seats(booking)[1] = {};
  EXPECT_THAT(violations(booking), Contains("reservation 1 is unpaid, but seat 1 is not reserved by it"));

  booking = sound();
  Peer::seats(booking)[0] = {};
  EXPECT_THAT(violations(booking), Contains("reservation 0 is paid, but seat 0 is not sold by it"));
}

TEST(Invariants, SeeAHoldUsedTwiceOrNever)
{
  auto booking = sound();
  Peer::reservations(booking)[1].hold = 0;
  EXPECT_THAT(violations(booking), Contains("hold 0 became reservations 0 and 1"));

  booking = sound();
  Peer::holds(booking)[1].user = 3;
  EXPECT_THAT(violations(booking),
              Contains("reservation 1 comes from hold 1, which is no used hold of its seat and user"));
}

TEST(Invariants, SeeMoneyAppearAndVanish)
{
  auto booking = sound(); // 4 x 5000 + 700 - 1000 = 19700
  Peer::accounts(booking)[2].balance += 1;
  EXPECT_THAT(violations(booking), Contains("money: balances are 19701, initial + charged - paid is 19700"));

  booking = sound();
  Peer::charged(booking) = 0;
  EXPECT_THAT(violations(booking), Contains("money: balances are 19700, initial + charged - paid is 19000"));

  booking = sound();
  Peer::accounts(booking)[2].balance = -1;
  EXPECT_THAT(violations(booking), Contains("account 2 has balance -1"));
}

TEST(Invariants, SeeAPaymentMissingRepeatedOrWrong)
{
  auto booking = sound();
  Peer::payments(booking).clear();
  EXPECT_THAT(violations(booking), Contains("reservation 0 is paid without a payment"));

  booking = sound();
  Peer::payments(booking).push_back(Peer::payments(booking)[0]);
  EXPECT_THAT(violations(booking), Contains("payment 1 pays reservation 0 again"));

  booking = sound();
  Peer::payments(booking)[0].reservation = 1;
  EXPECT_THAT(violations(booking), Contains("payment 0 is for reservation 1, which is not paid"));

  booking = sound();
  Peer::payments(booking)[0].amount = 999;
  EXPECT_THAT(violations(booking), Contains("payment 0 is not the price from the user of reservation 0"));
}

TEST(Invariants, SeeTheLineOutOfOrder)
{
  auto booking = sound();
  std::swap(Peer::tokens(booking)[2].arrival, Peer::tokens(booking)[3].arrival);
  EXPECT_THAT(violations(booking), Contains("queue: user 3 with arrival 3 waits behind arrival 4"));

  booking = sound();
  Peer::last_popped(booking) = 3; // user 2, arrival 3, was passed over
  EXPECT_THAT(violations(booking), Contains("queue: user 2 with arrival 3 waits behind arrival 3"));

  booking = sound();
  Peer::tokens(booking)[3].arrival = 9;
  EXPECT_THAT(violations(booking), Contains("queue: arrival 9 is above the 4 arrivals so far"));
}

TEST(Invariants, SeeWrongRanksAndLostUsersInTheLine)
{
  auto booking = sound();
  Peer::tree(booking).back() += 1;
  EXPECT_THAT(violations(booking), Contains("waiting: tree counts 3, 2 stand in line"));

  Booking crowd({.users = 100, .inventory = {}, .queue = {}});
  for (UserId user = 0; user < 100; ++user)
    crowd.queue().issue_token(user, Seconds{0});
  Peer::tree(crowd)[0] += 1; // 64 users in the first word, told as 65
  EXPECT_THAT(violations(crowd), Contains("waiting: user 64 is told rank 65, but 64 stand before"));

  booking = sound();
  Peer::slot_of(booking)[3] = 2;
  EXPECT_THAT(violations(booking), Contains("waiting: slot 3 names user 3, who does not stand there"));

  booking = sound();
  Peer::slot_of(booking)[0] = 0;
  EXPECT_THAT(violations(booking), Contains("waiting: 3 users think they wait, 2 stand in line"));
}

TEST(Invariants, SeeTooManyActiveTokens)
{
  auto booking = sound();
  Peer::ceiling(booking) = 1;
  EXPECT_THAT(violations(booking), Contains("queue: 2 tokens are active, promotions allowed for 1"));
}

TEST(Invariants, SeeCountersThatDisagree)
{
  auto booking = sound();
  Peer::active(booking) = 1;
  Peer::open_holds(booking) = 7;
  Peer::unpaid(booking) = 0;
  const auto found = violations(booking);
  EXPECT_THAT(found, Contains("queue: counter says 1 active tokens, 2 are"));
  EXPECT_THAT(found, Contains("holds: counter says 7 open, 1 are"));
  EXPECT_THAT(found, Contains("reservations: counter says 0 unpaid, 1 are"));
}

TEST(Invariants, SeeClaimsWhoseDeadlineNobodyWatches)
{
  auto booking = sound();
  Peer::hold_expiries(booking) = {};
  Peer::reservations(booking)[1].until += Seconds{1};
  Peer::tokens(booking)[0].expires_at += Seconds{1};
  const auto found = violations(booking);
  EXPECT_THAT(found, Contains("hold 2 would never be expired"));
  EXPECT_THAT(found, Contains("reservation 1 would never be expired"));
  EXPECT_THAT(found, Contains("active token of user 0 would never be expired"));
}

} // namespace
} // namespace onsale::booking
