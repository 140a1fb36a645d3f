/// Steps that may fail without the request failing: what they took goes back, as their exception passes the methods
/// that took it.
#pragma once

#include "model/system/system.hpp"
#include "model/system/work.hpp"

namespace onsale::system {

class Attempt {
public:
  /// @param in_transaction  one that is around it keeps its row locks and its connection until it ends
  Attempt(const Work& work, bool in_transaction)
      : row_locks_(work.row_locks.size()), application_locks_(work.application_locks.size()),
        connected_(work.connection), in_transaction_(in_transaction),
        open_in_view_(work.system.settings.hikari.open_in_view)
  {
  }

  /// It is over, failed or not; the work goes on as if it had not failed.
  void roll_back(Work& work) const
  {
    while (work.application_locks.size() > application_locks_)
      work.application_locks.pop_back();
    if (not in_transaction_) {
      while (work.row_locks.size() > row_locks_)
        work.row_locks.pop_back();
      if (not connected_ && (not open_in_view_ || not work.system.database->is_up()))
        work.give_back_connection();
    }
    work.status = 0;
    work.cause = Cause::none;
    work.outcome = booking::Outcome::ok;
    if (work.trace != nullptr)
      work.trace->cause = Cause::none;
  }

private:
  std::size_t row_locks_;
  std::size_t application_locks_;
  bool connected_;
  bool in_transaction_;
  bool open_in_view_;
};

} // namespace onsale::system
