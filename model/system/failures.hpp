/// What becomes of works that fail: their status, the log line that the real stack prints, the counts.
#pragma once

#include "model/booking/outcome.hpp"
#include "model/system/flow/cause.hpp"
#include "model/system/flow/failure_log.hpp"

namespace onsale::system {

class System;
struct Intent;
struct Work;

class Failures {
public:
  explicit Failures(const System& system) : system_(system) {}

  /// The flow of the work ends; the failure is noted.
  /// @param status  that it is answered with; 0: as `statuses` of the scenario say
  void refuse(Work& work, Cause cause, booking::Outcome outcome = booking::Outcome::ok, int status = 0);
  /// Nobody has worked on it.
  void refuse(const Intent& intent, Cause cause);
  const FailureLog& log() const { return log_; }
  /// So far, of all endpoints.
  double count(Cause cause) const;

private:
  int status_of(Cause cause, booking::Outcome outcome) const;

  const System& system_;
  FailureLog log_;
};

} // namespace onsale::system
