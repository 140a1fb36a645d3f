/// What keeps a load from being borne.
#pragma once

#include "sim/study/observation.hpp"
#include "sim/study/relief.hpp"

#include <string>
#include <vector>

namespace onsale::study {

/// The load generator's own virtual users, in the place of a resource of the server.
inline constexpr const char* k6_users = "k6's users";

struct Stopper {
  std::string resource; ///< as stations call it, or `k6's users`; empty: nothing was even busy
  bool full = false;    ///< saturated, not only the busiest
  std::string evidence;
};

/// @param at      runs at a load that breaks the promise, at least one
/// @param broken  the promise
Stopper stopper_of(const std::vector<Observation>& at, const Verdict& broken);

/// Ten times as many users for every scenario that can run out of them.
Relief more_users(const k6::Options& load);

} // namespace onsale::study
