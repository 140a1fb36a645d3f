#include "plots/dark_mode.hpp"

#include "plots/component.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <string_view>

namespace onsale::plots {
namespace {

struct Shade {
  std::string_view light; ///< `#0072b2`
  std::string_view dark;
};

/// Of plots/templates/style.gp and of the head, beside those of the components.
constexpr std::array<Shade, 8> shades = {{{"#e69f00", "#f0b93a"},
                                          {"#d55e00", "#ff8a3d"},
                                          {"#404040", "#d0d4d9"},
                                          {"#e4e4e4", "#2f363c"},
                                          {"#999999", "#8a939b"},
                                          {"#6b6b6b", "#a8b0b9"},
                                          {"#a34700", "#ffab73"},
                                          {"#f0e442", "#f0e442"}}};

/// gnuplot writes a colour in one of several ways.
std::string rule(const std::string& colour, std::string_view dark)
{
  return fmt::format("[stroke=\"{0}\"]{{stroke:{1}}}[fill=\"{0}\"]{{fill:{1}}}[color=\"{0}\"]{{color:{1}}}", colour,
                     dark);
}

std::string rules_of(const std::string& svg, std::string_view light, std::string_view dark)
{
  const auto part = [&](std::size_t at) {
    int value = 0;
    std::from_chars(light.data() + at, light.data() + at + 2, value, 16);
    return value;
  };
  std::string rules;
  for (const std::string& colour : {fmt::format("rgb({:3}, {:3}, {:3})", part(1), part(3), part(5)),
                                    fmt::format("rgb({},{},{})", part(1), part(3), part(5))})
    if (svg.find(colour) != std::string::npos)
      rules += rule(colour, dark);
  return rules;
}

/// Raster cells and the bar that explains them cannot follow the palette: both are turned around.
constexpr const char* turned_around =
    "image,g[shape-rendering]>polygon:not([fill=\"#FFFFFF\"]){filter:invert(0.92) hue-rotate(180deg)}";

std::string style(const std::string& svg)
{
  std::string rules = rule("#ffffff", "#14171a") + rule("#FFFFFF", "#14171a") + rule("black", "#d0d4d9");
  if (svg.find("<image ") != std::string::npos)
    rules += turned_around;
  for (const Shade& each : shades)
    rules += rules_of(svg, each.light, each.dark);
  for (const ComponentLook& each : component_looks())
    rules += rules_of(svg, each.colour, each.dark);
  return "<style>@media (prefers-color-scheme:dark){" + rules + "}</style>\n";
}

} // namespace

std::string with_dark_mode(std::string svg)
{
  const std::size_t canvas = svg.find("<g id=\"gnuplot_canvas\">");
  if (canvas != std::string::npos)
    svg.insert(canvas, style(svg));
  return svg;
}

} // namespace onsale::plots
