/// The booking core behind the flows: registers become arguments, results become registers.
#pragma once

#include "model/booking/booking.hpp"
#include "model/system/booking/booking_step.hpp"
#include "model/system/flow/register.hpp"
#include "model/system/flow/seat_lists.hpp"

namespace onsale::system {

class System;
struct Work;

/// As it stands in registers.
http::Value value_of(const booking::TokenId& token);

class BookingDesk {
public:
  BookingDesk(const System& system, const booking::BookingOptions& options) : system_(system), booking_(options) {}

  /// Takes no simulated time.
  booking::Outcome call(Work& work, BookingCall call);
  booking::Booking& booking() { return booking_; }
  const booking::Booking& booking() const { return booking_; }

private:
  booking::Outcome call_queue(Registers& registers, BookingCall call, booking::Seconds now);
  booking::Outcome call_rows(Work& work, BookingCall call, booking::Seconds now);

  const System& system_;
  booking::Booking booking_;
  SeatLists seat_lists_;
};

} // namespace onsale::system
