/// ShedLock around a job: one process at a time has it, the others leave the run out.
#pragma once

#include "model/config/value.hpp"

#include <vector>

namespace onsale::system {

class FlowReader;

/// @param lock   `{lock-at-most-for: 10m, lock-at-least-for: 0s, provider: redis, cpu: 20us}`
/// @param steps  what is done with it
void read_shed_lock(FlowReader& reader, const config::Value& lock, const std::vector<config::Value>& steps);

} // namespace onsale::system
