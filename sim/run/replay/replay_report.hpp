/// Replays as text: a table for people, JSON for programs.
#pragma once

#include "sim/run/replay/replay.hpp"

#include <string>
#include <vector>

namespace onsale::run {

/// `{"runs": [{"system", "test", "kind", "seconds", "metrics": [{"name", "published", "predicted", "relative_error",
/// "admissible", "target", "met", ..}], ..}]}`; times in seconds, an infinite error and what there is no target for:
/// null.
std::string replay_json(const std::vector<ReplayRun>& runs);

/// @param colour  ANSI colours
/// One line a run: relative errors of the figures that targets are about (`!`: the published figure breaks a law, `-`:
/// not published), how many targets were met, and what was fitted and what predicted blind.
std::string replay_overview(const std::vector<ReplayRun>& runs, bool colour);
std::string replay_table(const ReplayRun& run, bool colour);

/// One run, there and back: how a child process hands it over.
std::string replay_run_json(const ReplayRun& run);
ReplayRun replay_run_from_json(const std::string& text);

} // namespace onsale::run
