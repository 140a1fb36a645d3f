#include "plots/script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace onsale::plots {
namespace {

/// Seven digits are more than a picture can show.
std::string gnuplot_number(double value)
{
  return std::isfinite(value) ? fmt::format("{:.7g}", value) : "NaN";
}

} // namespace

Script& Script::text(std::string_view name, std::string_view value)
{
  text_ += fmt::format("{} = {}\n", name, in_gnuplot_quotes(value));
  return *this;
}

Script& Script::number(std::string_view name, double value)
{
  text_ += fmt::format("{} = {}\n", name, gnuplot_number(value));
  return *this;
}

Script& Script::texts(std::string_view name, const std::vector<std::string>& values)
{
  text_ += fmt::format("array {}[{}]\n", name, std::max<std::size_t>(values.size(), 1));
  text_ += fmt::format("{}[1] = ''\n", name);
  for (std::size_t i = 0; i < values.size(); ++i)
    text_ += fmt::format("{}[{}] = {}\n", name, i + 1, in_gnuplot_quotes(values[i]));
  return *this;
}

Script& Script::data(std::string_view name, const std::vector<std::vector<double>>& rows)
{
  text_ += fmt::format("${} << EOD\n", name);
  for (const auto& row : rows) {
    for (const double value : row)
      text_ += gnuplot_number(value) + ' ';
    text_ += "\n";
  }
  text_ += "EOD\n";
  return *this;
}

Script& Script::columns(std::string_view name, const std::vector<std::vector<double>>& columns)
{
  std::vector<std::vector<double>> rows(columns.empty() ? 0 : columns.front().size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    for (const auto& column : columns)
      rows[row].push_back(column[row]);
  return data(name, rows);
}

Script& Script::promise(const std::optional<Slo>& slo)
{
  return number("slo_ms", slo ? slo->ms : 0).text("slo", slo ? slo->text : "");
}

Script& Script::timeline(const std::vector<Stretch>& stretches, bool behind)
{
  int number = 900; // of objects, arrows and labels, beyond those of the templates
  for (const Stretch& each : stretches) {
    if (number == 900 + static_cast<int>(most_stretches))
      break;
    const char* colour = each.kind == "fault" ? "#d55e00" : each.kind == "sign" ? "#999999" : "#009e73";
    if (behind && each.to_s > each.from_s)
      text_ +=
          fmt::format("set object {} rect from first {:.7g}, graph 0 to first {:.7g}, graph 1 behind fc rgb '{}' fs "
                      "transparent solid 0.12 noborder\n",
                      number, each.from_s, each.to_s, colour);
    for (const double edge_s : {each.from_s, each.to_s})
      text_ +=
          fmt::format("set arrow {} from first {:.7g}, graph 0 to first {:.7g}, graph 1 nohead front lc rgb '{}' lw 1 "
                      "dt 3\n",
                      2 * number + (edge_s == each.from_s ? 0 : 1), edge_s, edge_s, colour);
    if (stretches.size() > 1)
      text_ += fmt::format(
          "set label {} '{}' at first {:.7g}, graph 0.96 left offset 0.3, 0 font ',11' textcolor rgb '#404040' front\n",
          number, letter_of(static_cast<std::size_t>(number - 900)), each.from_s);
    ++number;
  }
  return *this;
}

Script& Script::line(std::string_view text)
{
  text_ += text;
  text_ += "\n";
  return *this;
}

std::string in_gnuplot_quotes(std::string_view text)
{
  std::string quoted(1, '\'');
  for (const char letter : text)
    if (letter == '\'') // gnuplot's scanner does not know '' at the beginning of a text
      quoted += "'.\"\\047\".'";
    else
      quoted += static_cast<unsigned char>(letter) < ' ' || letter == '\x7f' ? ' ' : letter;
  quoted += '\'';
  return quoted;
}

} // namespace onsale::plots
