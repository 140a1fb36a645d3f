/// CPU time of a statement of the database or of a command of Redis, which may walk through a table.
#pragma once

#include "model/booking/booking.hpp"
#include "model/booking/table.hpp"
#include "model/config/object.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "sim/engine/distribution.hpp"

#include <optional>
#include <string_view>

namespace onsale::system {

struct Scan {
  engine::Distribution cpu;            ///< CPU time without the walk
  std::optional<booking::Table> table; ///< that is walked from end to end for want of an index
  double s_per_row = 0;                ///< CPU time per row walked

  double sample(engine::RandomStream& draws, const booking::Booking& booking) const
  {
    double cpu_s = cpu.sample(draws);
    if (table)
      cpu_s += s_per_row * static_cast<double>(booking.rows(*table));
    return cpu_s;
  }
};

/// A CPU time alone, or the keys of a map: `{cpu: 0.3ms, scan: holds, per-row: 0.2us}`.
/// @param object  set where it is a map, which may have more keys; to be finished by the caller
struct ScanWords {
  std::string_view cpu;     ///< `CPU time of MySQL`
  std::string_view table;   ///< what is walked through
  std::string_view per_row; ///< for each of its rows
};
Scan read_scan(const FlowReader& reader, const config::Value& value, const ScanWords& words,
               std::optional<config::Object>& object);

} // namespace onsale::system
