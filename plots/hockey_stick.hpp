/// Response time and throughput against one knob, each point a run of its own.
#pragma once

#include "plots/facts.hpp"
#include "plots/picture.hpp"
#include "plots/table.hpp"

#include <optional>
#include <string>

namespace onsale::plots {

/// @param variable  its values are numbers
Picture hockey_stick(const Table& table, const std::string& variable, const std::optional<Slo>& slo);

} // namespace onsale::plots
