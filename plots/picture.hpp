/// A picture before it is drawn.
#pragma once

#include <string>
#include <vector>

namespace onsale::plots {

struct Picture {
  std::string name;          ///< of its file, without ending
  std::string title;         ///< what it shows
  std::string reading;       ///< how to read it, a sentence or two
  std::string drawing;       ///< the template of plots/templates that draws it
  std::string script;        ///< what the template reads: variables and data
  int height_px = 460;       ///< all are 900 wide; above it comes the head
  bool over_time = false;    ///< along the test: what happened meanwhile can be shaded
  std::string source = {};   ///< of which result: `examples/on-sale, seed 1, onsale 0.1.0`
  std::string timeline = {}; ///< what happened meanwhile, shaded in the picture
};

using Pictures = std::vector<Picture>;

inline constexpr int picture_width_px = 900;

/// Room for title and source, and for the timeline if there is one.
inline int head_px(const Picture& picture)
{
  return picture.timeline.empty() ? 54 : 74;
}

/// Of the whole file.
inline int height_px(const Picture& picture)
{
  return picture.height_px + head_px(picture);
}

} // namespace onsale::plots
