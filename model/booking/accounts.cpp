#include "model/booking/accounts.hpp"

#include <limits>
#include <stdexcept>
#include <string>

namespace onsale::booking {

namespace {

// Charges of a whole run must add up within Money, so that the books can be checked.
constexpr Money balance_max = std::numeric_limits<Money>::max() / 2;

} // namespace

Accounts::Accounts(std::uint32_t users, Money initial_balance)
    : accounts_(users, Account{initial_balance, 0}), initial_balance_(initial_balance)
{
  if (initial_balance < 0 or (users > 0 and initial_balance > balance_max / users))
    throw std::invalid_argument("accounts: initial_balance: " + std::to_string(initial_balance) +
                                " is below 0 or too much for " + std::to_string(users) + " users (default 0)");
}

std::optional<Account> Accounts::read(UserId user) const
{
  if (user >= accounts_.size())
    return std::nullopt;
  return accounts_[user];
}

Outcome Accounts::charge(UserId user, Money amount, std::optional<Version> expected)
{
  if (user >= accounts_.size())
    return Outcome::not_found;
  if (amount <= 0 or amount > balance_max - charged_)
    return Outcome::invalid_amount;
  auto& account = accounts_[user];
  if (expected and *expected != account.version)
    return Outcome::version_conflict;
  account.balance += amount;
  ++account.version;
  charged_ += amount;
  ++charges_;
  return Outcome::ok;
}

Outcome Accounts::debit(UserId user, Money amount, std::optional<Version> expected)
{
  if (user >= accounts_.size())
    return Outcome::not_found;
  if (amount < 0)
    return Outcome::invalid_amount;
  auto& account = accounts_[user];
  if (expected and *expected != account.version)
    return Outcome::version_conflict;
  if (account.balance < amount)
    return Outcome::insufficient_balance;
  account.balance -= amount;
  ++account.version;
  return Outcome::ok;
}

} // namespace onsale::booking
