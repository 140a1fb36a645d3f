// A hundred thousand random operations, the real core and the naive model side by side: same outcomes, same states, and
// every invariant kept. Each seed switches some kinds of operation off, so that rare mixes come up too.

#include "model/booking/booking.hpp"
#include "model/booking/invariants.hpp"
#include "tests/unit/booking/naive_model.hpp"

#include <gmock/gmock.h>

#include <array>
#include <iostream>
#include <random>

namespace onsale::booking {
namespace {

constexpr std::uint32_t users = 60;
constexpr std::uint32_t events = 4;
constexpr std::uint32_t seats_per_event = 40;
constexpr Money price = 2000; // dear, so that seats are left to the end
constexpr Seconds hold_ttl{40};
constexpr Seconds reservation_ttl{90};
constexpr Seconds active_ttl{70};
constexpr PromotionLimits limits{.batch = 4, .max_active = 9};

class SideBySide {
public:
  /// @param all  no kind of operation is switched off
  explicit SideBySide(std::uint64_t seed, bool all = false)
      : random_(seed), reissue_(seed % 2 == 0 ? Reissue::keep : Reissue::replace),
        real_({.users = users,
               .concerts = 1,
               .inventory = {.events = events,
                             .seats_per_event = seats_per_event,
                             .hold_ttl = hold_ttl,
                             .reservation_ttl = reservation_ttl},
               .queue = {.active_ttl = active_ttl, .reissue = reissue_},
               .initial_balance = 1000,
               .price_per_seat = price}),
        queue_{active_ttl, reissue_, {}, {}, {}, 0}
  {
    for (UserId user = 0; user < users; ++user)
      shop_.balances[user] = 1000;
    for (auto& on : on_)
      on = pick(4) != 0 or all;
  }

  void step()
  {
    now_ += Seconds{0.25 * static_cast<double>(pick(8))}; // exact in binary, so that deadlines are met to the instant
    queue_.advance(now_);
    shop_.advance(now_);
    const auto kind = pick(kinds.size());
    if (on_[kind])
      (this->*kinds[kind])();
    compare(pick(users), pick(events * seats_per_event));
  }

  const Booking& real() const { return real_; }
  int times(Outcome outcome) const { return reached_[static_cast<std::size_t>(outcome)]; }

private:
  std::uint32_t pick(std::uint64_t below) { return static_cast<std::uint32_t>(random_() % below); }

  Outcome noted(Outcome outcome)
  {
    ++reached_[static_cast<std::size_t>(outcome)];
    return outcome;
  }

  /// Mostly the newest rows, where something can still happen.
  std::uint32_t pick_row(std::size_t rows)
  {
    const auto back = pick(20);
    return back < rows ? static_cast<std::uint32_t>(rows - 1 - back) : pick(rows + 1);
  }

  /// Mostly the rightful one.
  UserId pick_user(UserId owner) { return pick(10) == 0 ? pick(users) : owner; }

  void issue()
  {
    const auto user = pick(users);
    if (not queue_.has_one(user))
      queue_.join(user);
    else if (reissue_ == Reissue::replace)
      queue_.replace(user);
    const auto ticket = real_.queue().issue_token(user, now_);
    ASSERT_EQ(ticket.outcome, Outcome::ok);
    if (queue_.tokens.contains(user)) {
      ASSERT_EQ(ticket.token == queue_.tokens[user], reissue_ == Reissue::keep);
    }
    queue_.tokens[user] = ticket.token;
    past_.push_back(ticket.token);
  }

  void promote()
  {
    std::vector<TokenId> expected;
    while (expected.size() < limits.batch and queue_.active.size() < limits.max_active and not queue_.waiting.empty()) {
      const auto user = queue_.pop();
      queue_.active[user] = now_ + active_ttl;
      expected.push_back(queue_.tokens.at(user));
    }
    ASSERT_EQ(real_.queue().promote(now_, limits, tokens_), expected.size());
    ASSERT_EQ(tokens_, expected);
  }

  void pop_waiting()
  {
    const std::size_t n = pick(4);
    std::vector<TokenId> expected;
    while (expected.size() < n and not queue_.waiting.empty())
      expected.push_back(queue_.tokens.at(queue_.pop()));
    ASSERT_EQ(real_.queue().pop_waiting(n, tokens_), expected.size());
    ASSERT_EQ(tokens_, expected);
    between_.insert(between_.end(), tokens_.begin(), tokens_.end());
  }

  void add_active()
  {
    std::size_t expected = 0;
    for (const auto token : between_) {
      if (queue_.tokens.at(token.user) != token)
        continue;
      queue_.active[token.user] = now_ + active_ttl;
      ++expected;
    }
    ASSERT_EQ(real_.queue().add_active(between_, now_), expected);
    between_.clear();
  }

  void expire_tokens()
  {
    real_.queue().expire(now_);
    ASSERT_EQ(real_.queue().active(), queue_.active.size());
  }

  void release_token()
  {
    const auto user = pick(users);
    const bool active = queue_.active.contains(user);
    const auto token = queue_.tokens.contains(user) ? queue_.tokens[user] : TokenId{user, 0};
    ASSERT_EQ(real_.queue().release(token, now_), noted(active ? Outcome::ok : Outcome::token_not_active));
    queue_.active.erase(user);
  }

  void leave()
  {
    const auto user = pick(users);
    if (not queue_.waits(user))
      return;
    ASSERT_EQ(real_.queue().leave(queue_.tokens.at(user)), Outcome::ok);
    queue_.waiting.erase(queue_.place(user));
  }

  void hold()
  {
    const auto event = pick(events + 1);
    const auto seat = pick(10) == 0 ? pick(events * seats_per_event) : event * seats_per_event + pick(seats_per_event);
    const auto user = pick(users);
    auto expected = Outcome::ok;
    if (event >= events or seat / seats_per_event != event)
      expected = Outcome::not_found;
    else if (shop_.claims.contains(seat))
      expected = Outcome::seat_taken;
    const auto result = real_.hold_seat(event, seat, user, now_);
    ASSERT_EQ(result.outcome, noted(expected));
    if (not result)
      return;
    ASSERT_EQ(result.id, shop_.holds.size());
    shop_.claims[seat] = {SeatState::held, user, now_ + hold_ttl, result.id};
    shop_.holds[result.id] = {seat, Outcome::ok};
    shop_.holders[result.id] = user;
  }

  void release_hold()
  {
    const auto id = pick_row(shop_.holds.size());
    const auto user = pick_user(shop_.holders.contains(id) ? shop_.holders[id] : 0);
    const auto expected = shop_.use_hold(id, user);
    ASSERT_EQ(real_.release_hold(id, user, now_), noted(expected));
    if (expected != Outcome::ok)
      return;
    shop_.claims.erase(shop_.holds[id].first);
    shop_.holds[id].second = Outcome::hold_released;
  }

  void reserve()
  {
    const auto id = pick_row(shop_.holds.size());
    const auto user = pick_user(shop_.holders.contains(id) ? shop_.holders[id] : 0);
    const auto expected = shop_.use_hold(id, user);
    const auto result = real_.reserve(id, user, now_);
    ASSERT_EQ(result.outcome, noted(expected));
    if (not result)
      return;
    ASSERT_EQ(result.id, shop_.reservations.size());
    const auto seat = shop_.holds[id].first;
    shop_.holds[id].second = Outcome::already_reserved;
    shop_.claims[seat] = {SeatState::reserved, user, now_ + reservation_ttl, result.id};
    shop_.reservations[result.id] = {seat, Outcome::ok};
    shop_.buyers[result.id] = user;
  }

  void pay()
  {
    const auto id = pick_row(shop_.reservations.size());
    const auto user = pick_user(shop_.buyers.contains(id) ? shop_.buyers[id] : 0);
    auto expected = shop_.use_reservation(id, user);
    if (expected == Outcome::ok and shop_.balances[user] < price)
      expected = Outcome::insufficient_balance;
    ASSERT_EQ(real_.pay(id, user, now_).outcome, noted(expected));
    if (expected != Outcome::ok)
      return;
    shop_.balances[user] -= price;
    shop_.reservations[id].second = Outcome::already_paid;
    shop_.claims[shop_.reservations[id].first].state = SeatState::sold;
  }

  void cancel()
  {
    const auto id = pick_row(shop_.reservations.size());
    const auto user = pick_user(shop_.buyers.contains(id) ? shop_.buyers[id] : 0);
    const auto expected = shop_.use_reservation(id, user);
    ASSERT_EQ(real_.cancel(id, user, now_), noted(expected));
    if (expected != Outcome::ok)
      return;
    shop_.claims.erase(shop_.reservations[id].first);
    shop_.reservations[id].second = Outcome::reservation_cancelled;
  }

  void charge()
  {
    const auto user = pick(users);
    const auto amount = static_cast<Money>(pick(100)) - 10;
    const auto stale = pick(3) == 0;
    const auto version = real_.account(user)->version - (stale ? 1 : 0);
    auto expected = Outcome::ok;
    if (amount <= 0)
      expected = Outcome::invalid_amount;
    else if (stale)
      expected = Outcome::version_conflict;
    ASSERT_EQ(real_.charge(user, amount, version), noted(expected));
    if (expected == Outcome::ok)
      shop_.balances[user] += amount;
  }

  void expire_holds()
  {
    real_.expire_holds(now_);
    std::size_t open = 0;
    for (const auto& [seat, claim] : shop_.claims)
      open += claim.state == SeatState::held ? 1 : 0;
    ASSERT_EQ(real_.inventory().open_holds(), open);
  }

  void expire_reservations()
  {
    real_.expire_reservations(now_);
    std::size_t unpaid = 0;
    for (const auto& [seat, claim] : shop_.claims)
      unpaid += claim.state == SeatState::reserved ? 1 : 0;
    ASSERT_EQ(real_.inventory().open_reservations(), unpaid);
  }

  void compare(UserId user, SeatId seat)
  {
    if (queue_.tokens.contains(user)) {
      const auto expected = queue_.status(user);
      const auto status = real_.queue().status(queue_.tokens[user], now_);
      ASSERT_EQ(status.standing, expected.standing) << "user " << user;
      ASSERT_EQ(status.position, expected.position) << "user " << user;
    }
    ASSERT_EQ(real_.queue().waiting(), queue_.waiting.size());
    if (not past_.empty()) {
      const auto token = past_[pick_row(past_.size() - 1)];
      if (queue_.tokens.at(token.user) != token) {
        ASSERT_EQ(real_.queue().status(token, now_).standing, Standing::unknown) << "an old token of " << token.user;
      }
    }

    const auto claim = shop_.claims.find(seat);
    ASSERT_EQ(real_.seat(seat, now_)->state, claim == shop_.claims.end() ? SeatState::free : claim->second.state);
    ASSERT_EQ(real_.account(user)->balance, shop_.balances[user]);

    const auto event = seat / seats_per_event;
    std::vector<SeatId> expected;
    for (auto id = event * seats_per_event; id < (event + 1) * seats_per_event; ++id)
      if (not shop_.claims.contains(id))
        expected.push_back(id);
    ASSERT_EQ(real_.available_seats(event, now_, free_), Outcome::ok);
    ASSERT_EQ(free_, expected);
  }

  using Operation = void (SideBySide::*)();
  static constexpr std::array<Operation, 16> kinds{
      &SideBySide::issue,      &SideBySide::issue,  &SideBySide::promote,       &SideBySide::pop_waiting,
      &SideBySide::add_active, &SideBySide::leave,  &SideBySide::release_token, &SideBySide::expire_tokens,
      &SideBySide::hold,       &SideBySide::pay,    &SideBySide::release_hold,  &SideBySide::reserve,
      &SideBySide::cancel,     &SideBySide::charge, &SideBySide::expire_holds,  &SideBySide::expire_reservations,
  };

  std::mt19937_64 random_;
  Reissue reissue_;
  std::array<bool, kinds.size()> on_{};
  std::array<int, static_cast<std::size_t>(Outcome::version_conflict) + 1> reached_{};
  Seconds now_{0};
  Booking real_;
  NaiveQueue queue_;
  NaiveShop shop_;
  std::vector<TokenId> tokens_;
  std::vector<TokenId> between_; // popped, not yet added
  std::vector<TokenId> past_;    // all ever issued
  std::vector<SeatId> free_;
};

class RandomOperationsOf : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(RandomOperationsOf, AgreeWithTheNaiveModelAndKeepEveryInvariant)
{
  std::cout << "seed " << GetParam() << '\n';
  SideBySide both(GetParam());
  for (int step = 0; step < 100'000; ++step) {
    SCOPED_TRACE(step);
    both.step();
    if (HasFatalFailure())
      return;
    if (step % 1000 == 0) {
      ASSERT_THAT(violations(both.real()), ::testing::IsEmpty());
    }
  }
  ASSERT_THAT(violations(both.real()), ::testing::IsEmpty());
}

TEST(RandomOperations, ReachEveryOutcomeOften)
{
  SideBySide both(100, true);
  for (int step = 0; step < 100'000; ++step)
    both.step();
  for (int value = 0; value <= static_cast<int>(Outcome::version_conflict); ++value) {
    const auto outcome = static_cast<Outcome>(value);
    EXPECT_GE(both.times(outcome), 50) << to_string(outcome);
    RecordProperty(std::string(to_string(outcome)), both.times(outcome));
  }
}

INSTANTIATE_TEST_SUITE_P(Seed, RandomOperationsOf, ::testing::Range<std::uint64_t>(1, 13));

} // namespace
} // namespace onsale::booking
