/// What a run tells beyond k6's summary, as text for people: what to blame, what failed, who used the CPU, where time
/// went, whether the books balance.
#pragma once

#include "sim/run/simulate.hpp"

#include <string>

namespace onsale::run {

/// Bottleneck, failures in order of their first occurrence with log lines, CPU by process, GC pauses.
std::string findings_text(const Scenario& scenario, const RunResult& result, bool colour);

/// How fast it went: the one text with wall-clock time in it.
std::string speed_text(const RunResult& result);

/// Mean milliseconds of each part, one row for each endpoint; parts that no request spent time in are left out.
std::string anatomy_text(const std::vector<EndpointAnatomy>& anatomy);

/// Every station's utilisation law, Little's law and flow balance, both sides of each, and whether they hold.
std::string laws_text(const std::vector<system::ResourceReport>& resources, bool colour);

} // namespace onsale::run
