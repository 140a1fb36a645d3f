#include "plots/load_drawing.hpp"

#include "plots/facts.hpp"
#include "plots/html.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::plots {
namespace {

constexpr double width = 240;
constexpr double height = 56;

struct Line {
  std::string words;
  std::string unit;
  std::vector<std::pair<double, double>> points; // seconds, value
  double most = 0;
};

std::vector<Line> lines_of(const RunFiles& run)
{
  std::vector<Line> lines;
  for (const auto& load : run.manifest.value("load", nlohmann::ordered_json::array())) {
    Line line{.words = {}, .unit = load.value("unit", ""), .points = load.at("points"), .most = 0};
    for (const auto& [time_s, value] : line.points)
      line.most = std::max(line.most, value);
    const std::string unit = line.unit == "VUs" && line.most == 1 ? "VU" : line.unit;
    line.words = fmt::format("{}: {}, up to {} {}", load.value("name", ""), load.value("executor", ""),
                             line.most < 10 ? fmt::format("{:.3g}", line.most) : count_text(line.most), unit);
    lines.push_back(std::move(line));
  }
  return lines;
}

} // namespace

std::string load_drawing(const RunFiles& run)
{
  constexpr std::size_t most_lines = 4; ///< in words
  const auto lines = lines_of(run);
  if (lines.empty())
    return {};
  double last_s = 1;
  double most = 0;
  for (const Line& line : lines) {
    last_s = std::max(last_s, line.points.back().first);
    most = std::max(most, line.most);
  }
  std::string paths;
  std::string words;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool same_unit = std::ranges::all_of(lines, [&](const Line& each) { return each.unit == lines[i].unit; });
    const double scale = height / std::max(1e-9, same_unit ? most : lines[i].most);
    std::string path;
    for (const auto& [time_s, value] : lines[i].points)
      path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", width * time_s / last_s, height - scale * value);
    const double begin = width * lines[i].points.front().first / last_s;
    const double end = width * lines[i].points.back().first / last_s;
    paths += fmt::format(
        "<path class=\"area a{0}\" d=\"{1}L{2:.1f} {4}L{3:.1f} {4}Z\"/><path class=\"line l{0}\" d=\"{1}\"/>",
        i % 8 + 1, path, end, begin, height);
    if (i < most_lines)
      words += fmt::format("<li>{}</li>", escaped(lines[i].words));
  }
  if (lines.size() > most_lines)
    words += fmt::format("<li>and {} more</li>", lines.size() - most_lines);
  return fmt::format(
      "<div class=\"load\"><svg viewBox=\"-1 -2 {} {}\" role=\"img\" aria-label=\"The load over {:.0f} s\">{}</svg>"
      "<ul>{}</ul></div>\n",
      width + 2, height + 4, last_s, paths, words);
}

} // namespace onsale::plots
