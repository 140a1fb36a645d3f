/// What disturbs the system at this instant: faults set these figures, and put them back at their end.
#pragma once

#include <vector>

namespace onsale::system {

/// As it stands here, nothing is disturbed.
struct Disturbances {
  double statement_factor = 1;       ///< MySQL's CPU for a statement or a commit, in units of a sound one's
  double redis_factor = 1;           ///< Redis's CPU for a command
  double round_trip_s = 0;           ///< added between client and server
  double backend_round_trip_s = 0;   ///< added between server and MySQL or Redis
  double leak_bytes_per_request = 0; ///< of the heap: reachable for ever
  bool scheduler_down = false;       ///< the queue scheduler lets nobody in
  double queue_loss = 0;             ///< share of those popped from the line who reach no other set
  double queue_disorder = 0;         ///< share of those let in who are taken from anywhere in the line
  double queue_duplicates = 0;       ///< share of the scheduler's runs that a second one carries out as well
  bool cache_bypassed = false;       ///< cached reads go straight to the database
  bool jobs_paused = false;          ///< background jobs of the database do not run
  std::vector<int> pages; ///< [endpoint] status of the static page that answers instead, 0: none; may be empty
};

} // namespace onsale::system
