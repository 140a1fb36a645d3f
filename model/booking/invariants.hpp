#pragma once
// What must hold between any two operations, whatever they were. Runs check it at their end, tests after each step.

#include <string>
#include <vector>

namespace onsale::booking {

class Booking;
class TokenQueue;

/// Looks at every row. O(data) time and memory.
///   seats     no seat is sold twice; each held, reserved or sold seat has exactly one live claim and each live claim
///   its
///             seat; a deadline will come for each claim that has one
///   money     initial + charged = balances + paid; no balance below 0; one payment of the price per paid reservation
///   queue     nobody waits who came before one already popped; the line stands in order of arrival, its ranks count
///   up;
///             active tokens do not exceed what promotions allowed for
///   counters  agree with the rows
/// @return violations in words, each naming the row; empty when sound
std::vector<std::string> violations(const Booking& booking);
std::vector<std::string> violations(const TokenQueue& queue);

} // namespace onsale::booking
