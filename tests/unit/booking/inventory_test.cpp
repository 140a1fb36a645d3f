#include "model/booking/inventory.hpp"

#include <gmock/gmock.h>

#include <stdexcept>
#include <string>

namespace onsale::booking {
namespace {

using ::testing::ElementsAre;

constexpr UserId ann = 0;
constexpr UserId bob = 1;

InventoryOptions inventory_options()
{
  return {.events = 2, .seats_per_event = 3, .hold_ttl = Seconds{5}, .reservation_ttl = Seconds{60}};
}

std::vector<SeatId> free_seats(const Inventory& inventory, EventId event, double now)
{
  std::vector<SeatId> free;
  inventory.available(event, Seconds{now}, free);
  return free;
}

TEST(Inventory, ASeatGoesFromFreeToSold)
{
  Inventory inventory(inventory_options());
  const auto hold = inventory.hold(1, 4, ann, Seconds{0});
  ASSERT_TRUE(hold);
  EXPECT_EQ(inventory.read(4, Seconds{0})->state, SeatState::held);
  const auto reservation = inventory.reserve(hold.id, ann, Seconds{1});
  ASSERT_TRUE(reservation);
  EXPECT_EQ(inventory.read(4, Seconds{1})->state, SeatState::reserved);
  ASSERT_EQ(inventory.payable(reservation.id, ann, Seconds{2}), Outcome::ok);
  inventory.mark_paid(reservation.id);
  EXPECT_EQ(inventory.read(4, Seconds{1e9})->state, SeatState::sold);
  EXPECT_THAT(free_seats(inventory, 1, 1e9), ElementsAre(3, 5));
  EXPECT_THAT(free_seats(inventory, 0, 1e9), ElementsAre(0, 1, 2));
}

TEST(Inventory, ATakenSeatIsRefusedToAll)
{
  Inventory inventory(inventory_options());
  const auto hold = inventory.hold(0, 0, ann, Seconds{0});
  EXPECT_EQ(inventory.hold(0, 0, bob, Seconds{1}).outcome, Outcome::seat_taken);
  EXPECT_EQ(inventory.hold(0, 0, ann, Seconds{1}).outcome, Outcome::seat_taken);
  const auto reservation = inventory.reserve(hold.id, ann, Seconds{2});
  EXPECT_EQ(inventory.hold(0, 0, bob, Seconds{20}).outcome, Outcome::seat_taken); // the hold's 5 s count no more
  inventory.mark_paid(reservation.id);
  EXPECT_EQ(inventory.hold(0, 0, bob, Seconds{1e9}).outcome, Outcome::seat_taken);
}

TEST(Inventory, NamesTheReasonOfARefusal)
{
  Inventory inventory(inventory_options());
  EXPECT_EQ(inventory.hold(0, 3, ann, Seconds{0}).outcome, Outcome::not_found); // seat 3 is of event 1
  EXPECT_EQ(inventory.hold(2, 6, ann, Seconds{0}).outcome, Outcome::not_found);
  EXPECT_EQ(inventory.reserve(0, ann, Seconds{0}).outcome, Outcome::not_found);
  EXPECT_EQ(inventory.payable(0, ann, Seconds{0}), Outcome::not_found);
  EXPECT_EQ(inventory.read(6, Seconds{0}).has_value(), false);

  const auto hold = inventory.hold(0, 0, ann, Seconds{0});
  EXPECT_EQ(inventory.reserve(hold.id, bob, Seconds{1}).outcome, Outcome::not_owner);
  const auto reservation = inventory.reserve(hold.id, ann, Seconds{1});
  EXPECT_EQ(inventory.reserve(hold.id, ann, Seconds{1}).outcome, Outcome::already_reserved);
  EXPECT_EQ(inventory.release(hold.id, ann, Seconds{1}), Outcome::already_reserved);
  EXPECT_EQ(inventory.cancel(reservation.id, bob, Seconds{1}), Outcome::not_owner);
  EXPECT_EQ(inventory.cancel(reservation.id, ann, Seconds{1}), Outcome::ok);
  EXPECT_EQ(inventory.payable(reservation.id, ann, Seconds{1}), Outcome::reservation_cancelled);

  const auto released = inventory.hold(0, 0, bob, Seconds{2});
  EXPECT_EQ(inventory.release(released.id, bob, Seconds{2}), Outcome::ok);
  EXPECT_EQ(inventory.reserve(released.id, bob, Seconds{2}).outcome, Outcome::hold_released);

  const auto paid = inventory.reserve(inventory.hold(0, 0, bob, Seconds{3}).id, bob, Seconds{3});
  inventory.mark_paid(paid.id);
  EXPECT_EQ(inventory.cancel(paid.id, bob, Seconds{4}), Outcome::already_paid);
  EXPECT_EQ(inventory.payable(paid.id, bob, Seconds{1e9}), Outcome::already_paid);
}

// Held at 0 for 5 s. Whichever call meets the seat first at 5 s sees it free, and no later call sees anything else.
TEST(Inventory, AHoldEndsAtItsInstantWhicheverCallComesFirst)
{
  const auto held = [] {
    Inventory inventory(inventory_options());
    inventory.hold(0, 0, ann, Seconds{0});
    return inventory;
  };
  auto first_read = held();
  EXPECT_EQ(first_read.read(0, Seconds{4.999})->state, SeatState::held);
  EXPECT_EQ(first_read.read(0, Seconds{5})->state, SeatState::free);
  EXPECT_THAT(free_seats(first_read, 0, 5), ElementsAre(0, 1, 2));
  EXPECT_EQ(first_read.expire_holds(Seconds{5}), 1U);

  auto first_reserve = held();
  EXPECT_EQ(first_reserve.reserve(0, ann, Seconds{5}).outcome, Outcome::hold_expired);
  EXPECT_EQ(first_reserve.expire_holds(Seconds{5}), 0U);
  EXPECT_TRUE(first_reserve.hold(0, 0, bob, Seconds{5}));

  auto first_hold = held();
  EXPECT_TRUE(first_hold.hold(0, 0, bob, Seconds{5}));
  EXPECT_EQ(first_hold.reserve(0, ann, Seconds{5}).outcome, Outcome::hold_expired);
  EXPECT_EQ(first_hold.expire_holds(Seconds{5}), 0U);
  EXPECT_EQ(first_hold.open_holds(), 1U);

  auto first_release = held();
  EXPECT_EQ(first_release.release(0, ann, Seconds{5}), Outcome::hold_expired);

  auto first_sweep = held();
  EXPECT_EQ(first_sweep.expire_holds(Seconds{4.999}), 0U);
  EXPECT_EQ(first_sweep.expire_holds(Seconds{5}), 1U);
  EXPECT_EQ(first_sweep.reserve(0, ann, Seconds{5}).outcome, Outcome::hold_expired);
}

// Reserved at 1 for 60 s, so over at 61.
TEST(Inventory, AnUnpaidReservationEndsAtItsInstant)
{
  Inventory inventory(inventory_options());
  const auto reservation = inventory.reserve(inventory.hold(0, 0, ann, Seconds{0}).id, ann, Seconds{1});
  EXPECT_EQ(inventory.payable(reservation.id, ann, Seconds{60.999}), Outcome::ok);
  EXPECT_TRUE(inventory.hold(0, 0, bob, Seconds{61}));
  EXPECT_EQ(inventory.payable(reservation.id, ann, Seconds{61}), Outcome::reservation_expired);
  EXPECT_EQ(inventory.expire_reservations(Seconds{61}), 0U);

  const auto other = inventory.reserve(inventory.hold(0, 1, ann, Seconds{62}).id, ann, Seconds{62});
  EXPECT_EQ(inventory.expire_reservations(Seconds{122}), 1U);
  EXPECT_EQ(inventory.cancel(other.id, ann, Seconds{122}), Outcome::reservation_expired);
}

TEST(Inventory, OfTwoOptimisticHoldersTheSecondConflicts)
{
  Inventory inventory(inventory_options());
  const auto seen_by_ann = inventory.read(0, Seconds{0})->version;
  const auto seen_by_bob = inventory.read(0, Seconds{0})->version;
  const auto hold = inventory.hold(0, 0, ann, Seconds{1}, seen_by_ann);
  ASSERT_TRUE(hold);
  EXPECT_EQ(inventory.hold(0, 0, bob, Seconds{1}, seen_by_bob).outcome, Outcome::version_conflict);
  EXPECT_EQ(inventory.hold(0, 0, bob, Seconds{1}).outcome, Outcome::seat_taken); // the pessimistic one sees why
  EXPECT_EQ(inventory.reserve(hold.id, ann, Seconds{2}, seen_by_ann).outcome, Outcome::version_conflict);
  EXPECT_TRUE(inventory.reserve(hold.id, ann, Seconds{2}, inventory.read(0, Seconds{2})->version));
}

TEST(Inventory, ASeatReadAsLapsedCanBeHeldByItsVersionUnlessASweepCameBetween)
{
  Inventory inventory(inventory_options());
  inventory.hold(0, 0, ann, Seconds{0});
  inventory.hold(0, 1, ann, Seconds{0});
  const auto first = inventory.read(0, Seconds{6})->version;
  const auto second = inventory.read(1, Seconds{6})->version;
  EXPECT_TRUE(inventory.hold(0, 0, bob, Seconds{6}, first));
  EXPECT_EQ(inventory.expire_holds(Seconds{6}), 1U);
  EXPECT_EQ(inventory.hold(0, 1, bob, Seconds{6}, second).outcome, Outcome::version_conflict);
}

TEST(Inventory, SaysWhichOptionIsWrong)
{
  const auto message_of = [](const InventoryOptions& wrong) {
    try {
      Inventory inventory(wrong);
    } catch (const std::invalid_argument& error) {
      return std::string(error.what());
    }
    return std::string("accepted");
  };
  EXPECT_EQ(message_of({.events = 0}), "inventory: events: 0 is below 1 (default 1)");
  EXPECT_EQ(message_of({.seats_per_event = 0}), "inventory: seats_per_event: 0 is below 1 (default 1)");
  EXPECT_EQ(message_of({.events = 65536, .seats_per_event = 65536}),
            "inventory: events * seats_per_event: 4294967296 is not below 2^32 - 1");
  EXPECT_EQ(message_of({.hold_ttl = Seconds{-1}}), "inventory: hold_ttl: -1.000000 s is not above 0 (default 300 s)");
  EXPECT_EQ(message_of({.reservation_ttl = Seconds{0}}),
            "inventory: reservation_ttl: 0.000000 s is not above 0 (default never)");
}

} // namespace
} // namespace onsale::booking
