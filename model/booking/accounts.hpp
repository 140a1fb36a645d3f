#pragma once
// The users' points: what they have, what they charge, what they spend.

#include "model/booking/outcome.hpp"
#include "model/booking/types.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace onsale::booking {

struct Account {
  Money balance = 0; ///< never below 0
  Version version = 0;
};

class Accounts {
public:
  /// @throws std::invalid_argument when initial_balance is below 0
  Accounts(std::uint32_t users, Money initial_balance);

  std::uint32_t size() const { return static_cast<std::uint32_t>(accounts_.size()); }

  /// What a handler reads first. @return nothing when there is no such user
  std::optional<Account> read(UserId user) const;

  /// Puts points in. With `expected` only if the account still has that version.
  /// @return ok, not_found, invalid_amount or version_conflict
  Outcome charge(UserId user, Money amount, std::optional<Version> expected = {});

  /// Takes points out; 0 is allowed. With `expected` only if the account still has that version.
  /// @return ok, not_found, invalid_amount, version_conflict or insufficient_balance
  Outcome debit(UserId user, Money amount, std::optional<Version> expected = {});

  std::uint64_t charges() const { return charges_; }
  std::size_t memory_bytes() const { return accounts_.capacity() * sizeof(Account); }

private:
  friend struct Auditor;
  friend struct Peer;

  std::vector<Account> accounts_;
  Money initial_balance_;
  Money charged_ = 0; // all charges together
  std::uint64_t charges_ = 0;
};

} // namespace onsale::booking
