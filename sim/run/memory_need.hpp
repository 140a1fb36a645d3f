#pragma once

#include "model/k6/options/options.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace onsale::run {

/// A virtual user and its request in the server, as measured on examples/closed-web-tier: what 1,000,000 took.
inline constexpr std::int64_t bytes_per_vu = 3'600;

/// Memory that this process may still take: what the machine has free, or the limit of the shell (`ulimit -v`).
std::int64_t available_bytes();

/// Nothing if the load's virtual users fit into so much memory, else what is wrong: a run that is doomed ends before it
/// begins.
std::optional<std::string> too_many_vus(const k6::Options& load, std::int64_t available_bytes);

} // namespace onsale::run
