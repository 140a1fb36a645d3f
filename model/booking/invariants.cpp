#include "model/booking/invariants.hpp"

#include "model/booking/booking.hpp"

#include <concepts>
#include <cstdint>
#include <string_view>

namespace onsale::booking {

namespace {

std::string word(std::string_view text)
{
  return std::string(text);
}

template <std::integral Number> std::string word(Number number)
{
  return std::to_string(number);
}

using Violations = std::vector<std::string>;

/// Notes the words as one violation unless the condition is kept.
template <class... Words> void expect(Violations& found, bool kept, const Words&... words)
{
  if (not kept)
    found.push_back((word(words) + ...));
}

} // namespace

struct Auditor {
  Violations found;

  void waiting(const ArrivalQueue& queue);
  void tokens(const TokenQueue& queue);
  void seats(const Inventory& inventory);
  void holds(const Inventory& inventory);
  void reservations(const Inventory& inventory);
  void payments(const Booking& booking);
  void money(const Booking& booking);

private:
  void deadlines(std::string_view kind, const ExpiryHeap& heap, const std::vector<Seconds>& until);
};

void Auditor::waiting(const ArrivalQueue& queue)
{
  std::uint32_t rank = 0;
  for (std::uint32_t slot = 0; slot < queue.member_at_.size(); ++slot) {
    if (not queue.occupied(slot))
      continue;
    const auto member = queue.member_at_[slot];
    expect(found, slot >= queue.head_ and slot < queue.tail_, "waiting: slot ", slot, " is outside head ", queue.head_,
           " .. tail ", queue.tail_);
    if (member >= queue.slot_of_.size() or queue.slot_of_[member] != slot) {
      expect(found, false, "waiting: slot ", slot, " names user ", member, ", who does not stand there");
      continue;
    }
    expect(found, queue.rank(member) == rank, "waiting: user ", member, " is told rank ", queue.rank(member), ", but ",
           rank, " stand before");
    ++rank;
  }
  expect(found, queue.size_ == rank, "waiting: counter says ", queue.size_, ", ", rank, " stand in line");
  std::uint32_t counted = 0;
  for (auto words = queue.tree_.size(); words > 0; words &= words - 1)
    counted += queue.tree_[words - 1];
  expect(found, counted == rank, "waiting: tree counts ", counted, ", ", rank, " stand in line");
  std::uint32_t members = 0;
  for (const auto slot : queue.slot_of_)
    members += slot != ArrivalQueue::absent ? 1 : 0;
  expect(found, members == rank, "waiting: ", members, " users think they wait, ", rank, " stand in line");
}

void Auditor::tokens(const TokenQueue& queue)
{
  waiting(queue.waiting_);

  auto last = queue.last_popped_;
  for (std::uint32_t slot = 0; slot < queue.waiting_.tail_; ++slot) {
    const auto user = queue.waiting_.member_at_[slot];
    if (not queue.waiting_.occupied(slot) or user >= queue.users())
      continue;
    const auto arrival = queue.entries_[user].arrival;
    expect(found, arrival > last, "queue: user ", user, " with arrival ", arrival, " waits behind arrival ", last);
    last = arrival;
  }
  expect(found, last <= queue.arrivals_, "queue: arrival ", last, " is above the ", queue.arrivals_,
         " arrivals so far");

  std::uint32_t active = 0;
  std::vector<Seconds> until(queue.users(), never);
  for (UserId user = 0; user < queue.users(); ++user) {
    if (not queue.entries_[user].active)
      continue;
    ++active;
    until[user] = queue.entries_[user].expires_at;
  }
  expect(found, queue.active_ == active, "queue: counter says ", queue.active_, " active tokens, ", active, " are");
  expect(found, queue.options_.unlimited or active <= queue.ceiling_, "queue: ", active,
         " tokens are active, promotions allowed for ", queue.ceiling_);
  deadlines("active token of user", queue.expiries_, until);
}

void Auditor::seats(const Inventory& inventory)
{
  for (SeatId id = 0; id < inventory.seats(); ++id) {
    const auto& seat = inventory.seats_[id];
    const auto claim = seat.claim;
    if (seat.state == SeatState::free and claim == no_id)
      continue; // most of millions
    switch (seat.state) {
    case SeatState::free:
      expect(found, claim == no_id, "seat ", id, " is free but claimed by ", claim);
      break;
    case SeatState::held:
      expect(found,
             claim < inventory.holds_.size() and inventory.holds_[claim].seat == id and
                 inventory.holds_[claim].state == HoldState::open,
             "seat ", id, " is held by hold ", claim, ", which is no open hold of it");
      break;
    case SeatState::reserved:
      expect(found,
             claim < inventory.reservations_.size() and inventory.reservations_[claim].seat == id and
                 inventory.reservations_[claim].state == ReservationState::unpaid,
             "seat ", id, " is reserved by reservation ", claim, ", which is no unpaid reservation of it");
      break;
    case SeatState::sold:
      expect(found,
             claim < inventory.reservations_.size() and inventory.reservations_[claim].seat == id and
                 inventory.reservations_[claim].state == ReservationState::paid,
             "seat ", id, " is sold by reservation ", claim, ", which is no paid reservation of it");
      break;
    }
  }
}

void Auditor::holds(const Inventory& inventory)
{
  std::uint32_t open = 0;
  std::vector<Seconds> until(inventory.holds_.size(), never);
  for (HoldId id = 0; id < inventory.holds_.size(); ++id) {
    const auto& hold = inventory.holds_[id];
    if (hold.state != HoldState::open)
      continue;
    ++open;
    until[id] = hold.until;
    expect(found, inventory.seats_[hold.seat].state == SeatState::held and inventory.seats_[hold.seat].claim == id,
           "hold ", id, " is open, but seat ", hold.seat, " is not held by it");
  }
  expect(found, inventory.open_holds_ == open, "holds: counter says ", inventory.open_holds_, " open, ", open, " are");
  deadlines("hold", inventory.hold_expiries_, until);
}

void Auditor::reservations(const Inventory& inventory)
{
  std::uint32_t unpaid = 0;
  std::vector<ReservationId> sold_by(inventory.seats(), no_id);
  std::vector<ReservationId> used_by(inventory.holds_.size(), no_id);
  std::vector<Seconds> until(inventory.reservations_.size(), never);
  for (ReservationId id = 0; id < inventory.reservations_.size(); ++id) {
    const auto& row = inventory.reservations_[id];
    const auto& seat = inventory.seats_[row.seat];
    const auto& hold = inventory.holds_[row.hold];
    expect(found, hold.state == HoldState::used and hold.seat == row.seat and hold.user == row.user, "reservation ", id,
           " comes from hold ", row.hold, ", which is no used hold of its seat and user");
    expect(found, used_by[row.hold] == no_id, "hold ", row.hold, " became reservations ", used_by[row.hold], " and ",
           id);
    used_by[row.hold] = id;

    if (row.state == ReservationState::unpaid) {
      ++unpaid;
      until[id] = row.until;
      expect(found, seat.state == SeatState::reserved and seat.claim == id, "reservation ", id, " is unpaid, but seat ",
             row.seat, " is not reserved by it");
    }
    if (row.state == ReservationState::paid) {
      expect(found, sold_by[row.seat] == no_id, "seat ", row.seat, " is sold twice: reservations ", sold_by[row.seat],
             " and ", id);
      expect(found, seat.state == SeatState::sold and seat.claim == id, "reservation ", id, " is paid, but seat ",
             row.seat, " is not sold by it");
      sold_by[row.seat] = id;
    }
  }
  expect(found, inventory.unpaid_ == unpaid, "reservations: counter says ", inventory.unpaid_, " unpaid, ", unpaid,
         " are");
  deadlines("reservation", inventory.reservation_expiries_, until);
}

void Auditor::payments(const Booking& booking)
{
  const auto reservations = booking.inventory_.reservations();
  std::vector<bool> paid(reservations.size());
  for (PaymentId id = 0; id < booking.payments_.size(); ++id) {
    const auto& payment = booking.payments_[id];
    const auto reservation = payment.reservation;
    if (reservation >= reservations.size() or reservations[reservation].state != ReservationState::paid) {
      expect(found, false, "payment ", id, " is for reservation ", reservation, ", which is not paid");
      continue;
    }
    expect(found, not paid[reservation], "payment ", id, " pays reservation ", reservation, " again");
    paid[reservation] = true;
    expect(found, payment.amount == booking.options_.price_per_seat and payment.user == reservations[reservation].user,
           "payment ", id, " is not the price from the user of reservation ", reservation);
  }
  for (ReservationId id = 0; id < reservations.size(); ++id)
    expect(found, paid[id] or reservations[id].state != ReservationState::paid, "reservation ", id,
           " is paid without a payment");
}

void Auditor::money(const Booking& booking)
{
  const auto& accounts = booking.accounts_;
  Money in = accounts.initial_balance_ * static_cast<Money>(accounts.accounts_.size()) + accounts.charged_;
  for (const auto& payment : booking.payments_)
    in -= payment.amount;
  Money balances = 0;
  for (UserId user = 0; user < accounts.accounts_.size(); ++user) {
    const auto balance = accounts.accounts_[user].balance;
    balances += balance;
    expect(found, balance >= 0, "account ", user, " has balance ", balance);
  }
  expect(found, balances == in, "money: balances are ", balances, ", initial + charged - paid is ", in);
}

void Auditor::deadlines(std::string_view kind, const ExpiryHeap& heap, const std::vector<Seconds>& until)
{
  std::vector<bool> kept(until.size());
  for (const auto& entry : heap.entries())
    if (entry.id < until.size() and entry.at == until[entry.id])
      kept[entry.id] = true;
  for (std::uint32_t id = 0; id < until.size(); ++id)
    expect(found, until[id] == never or kept[id], kind, " ", id, " would never be expired");
}

std::vector<std::string> violations(const TokenQueue& queue)
{
  Auditor auditor;
  auditor.tokens(queue);
  return auditor.found;
}

std::vector<std::string> violations(const Booking& booking)
{
  Auditor auditor;
  auditor.tokens(booking.queue());
  auditor.seats(booking.inventory());
  auditor.holds(booking.inventory());
  auditor.reservations(booking.inventory());
  auditor.payments(booking);
  auditor.money(booking);
  return auditor.found;
}

} // namespace onsale::booking
