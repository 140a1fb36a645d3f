/// Pictures of more than one run: of replications, of alternatives, of a replay.
#pragma once

#include "plots/facts.hpp"
#include "plots/picture.hpp"
#include "plots/run_files.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace onsale::plots {

/// The same scenario with other seeds: percentiles with the band that all runs lie in.
/// @throws InputError if the runs are not of one scenario with one content
Picture replication_band(const std::vector<RunFiles>& runs, const std::optional<Slo>& slo);
/// Whether that is what they are.
bool are_replications(const std::vector<RunFiles>& runs);

/// Alternatives side by side: throughput and p95 over time.
Picture overlay(const std::vector<RunFiles>& runs, const std::optional<Slo>& slo);

/// Published against predicted response times. @param replay  of `onsale replay --json`
/// @throws InputError naming the file if it holds no pair of response times
Picture parity(const std::filesystem::path& replay);

} // namespace onsale::plots
