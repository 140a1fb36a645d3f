/// A part of a flow that a step walks by itself: once, many times, or not at all.
#pragma once

#include <cstddef>

namespace onsale::system {

struct Stretch {
  std::size_t first = 0;
  std::size_t last = 0; ///< the step behind it

  bool empty() const { return first == last; }
};

} // namespace onsale::system
