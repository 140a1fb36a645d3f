#include "plots/surface.hpp"

#include "plots/facts.hpp"
#include "plots/script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace onsale::plots {
namespace {

constexpr const char* figure_name = "http_req_duration p(95)";

using Values = std::set<double>;

double place(const Values& values, double value)
{
  return static_cast<double>(std::distance(values.begin(), values.find(value)));
}

std::string tics(const char* axis, const Values& values)
{
  std::string list;
  for (const double value : values)
    list += fmt::format("{}'{:g}' {}", list.empty() ? "" : ", ", value, place(values, value));
  return fmt::format("set {} ({})", axis, list);
}

/// Log10 of milliseconds: colours follow ratios.
double shade(double ms)
{
  return std::log10(std::max(ms, 1e-3));
}

std::string listed(const std::vector<std::string>& names)
{
  return names.size() == 2 ? fmt::format("{} and {}", names[0], names[1])
                           : fmt::format("{}, {} and {}", names[0], names[1], names[2]);
}

} // namespace

Picture surface(const Table& table, const std::vector<std::string>& variables)
{
  const bool has_panels = variables.size() > 2;
  const auto x = table.numbers(variables[0]);
  const auto y = table.numbers(variables[1]);
  const auto z = has_panels ? table.numbers(variables[2]) : std::vector<double>(table.size(), 0);
  const auto ms = table.numbers(figure_name);
  const Values xs(x.begin(), x.end());
  const Values ys(y.begin(), y.end());
  const Values zs(z.begin(), z.end());
  std::vector<std::vector<double>> cells;
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < table.size(); ++row) {
    cells.push_back({place(xs, x[row]), place(ys, y[row]), shade(ms[row]), place(zs, z[row])});
    texts.push_back(duration_text(ms[row]));
  }
  std::vector<std::string> panels;
  for (const double value : zs)
    panels.push_back(has_panels ? fmt::format("{} = {:g}", variables[2], value) : "");
  Script script;
  script.data("cells", cells).texts("texts", texts).number("cells", static_cast<double>(cells.size()));
  script.texts("panels", panels);
  script.line(tics("xtics", xs)).line(tics("ytics", ys)).text("x_name", variables[0]).text("y_name", variables[1]);
  script.number("columns", static_cast<double>(xs.size())).number("rows", static_cast<double>(ys.size()));
  script.number("low", shade(*std::min_element(ms.begin(), ms.end())));
  script.number("high", shade(*std::max_element(ms.begin(), ms.end())));
  return {.name = "surface",
          .title = fmt::format("p95 response time by {}", listed(variables)),
          .reading =
              "Each cell is a run of its own; darker is slower. Where a row or a column keeps its colour, that knob "
              "changes nothing.",
          .drawing = "surface.gp",
          .script = script.str()};
}

} // namespace onsale::plots
