#pragma once
// The words of the booking core: time, ids and money. Everything else of the room builds on these.

#include <chrono>
#include <cstdint>
#include <limits>

namespace onsale::booking {

/// Time since the start of the run. The core never reads a clock: the caller passes `now`, which never goes back.
using Seconds = std::chrono::duration<double>;

/// A deadline that never comes.
inline constexpr Seconds never{std::numeric_limits<double>::infinity()};

// Ids are dense and count from 0: the id of a row is its index.
using UserId = std::uint32_t;
using ConcertId = std::uint32_t;
using EventId = std::uint32_t; ///< one schedule (date) of a concert
using SeatId = std::uint32_t;  ///< global: event * seats_per_event + index
using HoldId = std::uint32_t;
using ReservationId = std::uint32_t;
using PaymentId = std::uint32_t;

inline constexpr std::uint32_t no_id = std::numeric_limits<std::uint32_t>::max();

/// Minor units (cents, won).
using Money = std::int64_t;

/// Counts the changes of one row. Read it, and a later write can ask that nobody changed the row in between.
using Version = std::uint32_t;

} // namespace onsale::booking
