/// The table of the closed web tier: requests simulated in a second by the engine, a bare loop and S4U actors, and what
/// a user takes of memory.
#pragma once

namespace onsale::bench {

/// Prints the table; each figure is the median of five runs, taken in turn so that all meet the same machine.
/// @return whether the engine keeps its promises: half of the bare loop's speed, twenty times that of S4U actors at
/// 5,000 users, less than 2 KiB for an idle user
bool print_closed_web_tier_table();

} // namespace onsale::bench
