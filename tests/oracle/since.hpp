/// What a resource measured after the warm-up.
#pragma once

#include "sim/engine/station.hpp"

namespace onsale::oracle {

/// The report of the time between two reports; those present at its beginning count as arrived then.
inline engine::StationReport since(const engine::StationReport& begin, engine::StationReport end)
{
  const double elapsed_s = end.elapsed_s - begin.elapsed_s;
  end.capacity_mean = (end.capacity_mean * end.elapsed_s - begin.capacity_mean * begin.elapsed_s) / elapsed_s;
  end.elapsed_s = elapsed_s;
  end.arrivals += begin.queued + begin.in_service - begin.arrivals;
  end.completions -= begin.completions;
  end.gave_up -= begin.gave_up;
  end.busy_s -= begin.busy_s;
  end.served_s -= begin.served_s;
  end.queued_integral_s -= begin.queued_integral_s;
  end.waited_s -= begin.waited_s;
  return end;
}

} // namespace onsale::oracle
