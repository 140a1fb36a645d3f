#include "model/system/flow/request_trace.hpp"

namespace onsale::system {

engine::Time RequestTrace::end() const
{
  double total_s = 0;
  for (const Lap& lap : laps)
    total_s += lap.seconds;
  return start + engine::seconds(total_s);
}

} // namespace onsale::system
