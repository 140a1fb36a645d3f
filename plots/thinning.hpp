/// Fewer rows for pictures of long runs: what no screen can show need not be drawn.
#pragma once

#include "plots/table.hpp"

#include <cstddef>

namespace onsale::plots {

struct Thinned {
  Table series;
  std::size_t rows_each = 1; ///< rows of the original behind each row
};

/// Neighbouring rows of timeseries.csv become one, so that there are at most `most_rows`: its time is the last of them,
/// `max_ms` and queues their largest value, all else their mean.
/// @param most_rows  >= 1
Thinned thinned(const Table& series, std::size_t most_rows);

} // namespace onsale::plots
