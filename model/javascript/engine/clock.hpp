#pragma once

#include <functional>

namespace onsale::javascript {

/// Seconds since 1970 in UTC: what `Date` shows.
using Clock = std::function<double()>;

/// From now on `Date` shows this clock, which must live until another one is shown; nullptr: 1970.
void show(const Clock* clock);

} // namespace onsale::javascript
