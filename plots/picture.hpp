/// A picture before it is drawn.
#pragma once

#include <string>
#include <vector>

namespace onsale::plots {

struct Picture {
  std::string name;    ///< of its file, without ending
  std::string title;   ///< what it shows
  std::string reading; ///< how to read it, a sentence or two
  std::string drawing; ///< the template of plots/templates that draws it
  std::string script;  ///< what the template reads: variables and data
  int height_px = 460; ///< all are 900 wide
};

using Pictures = std::vector<Picture>;

inline constexpr int picture_width_px = 900;

} // namespace onsale::plots
