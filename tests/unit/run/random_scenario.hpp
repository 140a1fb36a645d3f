/// Scenarios by chance: every executor, flows of all kinds, narrow settings, faults, options of k6.
#pragma once

#include <cstdint>
#include <string>

namespace onsale::run {

/// Always valid; the same seed gives the same text on every machine. Some features are off in most of them, so that
/// what two of them do to each other is seen as well as what each does.
std::string random_scenario(std::uint64_t seed);

} // namespace onsale::run
