#include "model/javascript/engine/clock.hpp"

#include "model/javascript/engine/quickjs_fibers.h"

#include <cmath>

namespace onsale::javascript {
namespace {

const Clock* shown = nullptr;

} // namespace

void show(const Clock* clock)
{
  shown = clock;
}

} // namespace onsale::javascript

extern "C" int onsale_js_time(struct timeval* now)
{
  const double time_s =
      onsale::javascript::shown != nullptr && *onsale::javascript::shown ? (*onsale::javascript::shown)() : 0;
  const double whole = std::floor(time_s);
  now->tv_sec = static_cast<time_t>(whole);
  now->tv_usec = static_cast<suseconds_t>((time_s - whole) * 1e6);
  return 0;
}
