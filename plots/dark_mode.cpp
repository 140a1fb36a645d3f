#include "plots/dark_mode.hpp"

#include <fmt/format.h>

#include <array>

namespace onsale::plots {
namespace {

struct Shade {
  int red = 0;
  int green = 0;
  int blue = 0;
  const char* dark = "";
};

/// Of plots/templates/style.gp.
constexpr std::array<Shade, 8> shades = {{{0, 114, 178, "#56b4e9"},
                                          {213, 94, 0, "#ff8a3d"},
                                          {0, 158, 115, "#2fc99a"},
                                          {204, 121, 167, "#e39bc4"},
                                          {230, 159, 0, "#f0b93a"},
                                          {64, 64, 64, "#d0d4d9"},
                                          {228, 228, 228, "#2f363c"},
                                          {153, 153, 153, "#8a939b"}}};

/// gnuplot writes a colour in one of several ways.
std::string rule(const std::string& colour, const char* dark)
{
  return fmt::format("[stroke=\"{0}\"]{{stroke:{1}}}[fill=\"{0}\"]{{fill:{1}}}[color=\"{0}\"]{{color:{1}}}", colour,
                     dark);
}

/// Raster cells and the bar that explains them cannot follow the palette: both are turned around.
constexpr const char* turned_around =
    "image,g[shape-rendering]>polygon:not([fill=\"#FFFFFF\"]){filter:invert(0.92) hue-rotate(180deg)}";

std::string style(bool raster)
{
  std::string rules = rule("#ffffff", "#14171a") + rule("#FFFFFF", "#14171a") + rule("black", "#d0d4d9");
  if (raster)
    rules += turned_around;
  for (const Shade& each : shades) {
    rules += rule(fmt::format("rgb({:3}, {:3}, {:3})", each.red, each.green, each.blue), each.dark);
    rules += rule(fmt::format("rgb({},{},{})", each.red, each.green, each.blue), each.dark);
  }
  return "<style>@media (prefers-color-scheme:dark){" + rules + "}</style>\n";
}

} // namespace

std::string with_dark_mode(std::string svg)
{
  const std::size_t canvas = svg.find("<g id=\"gnuplot_canvas\">");
  if (canvas != std::string::npos)
    svg.insert(canvas, style(svg.find("<image ") != std::string::npos));
  return svg;
}

} // namespace onsale::plots
