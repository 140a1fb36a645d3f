#include "plots/knob_bars.hpp"

#include "plots/script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace onsale::plots {
namespace {

/// The panels, in the template's order.
constexpr std::array<const char*, 3> figures = {"http_req_duration p(95)", "http_reqs rate", "iterations rate"};

/// What fits beside the bars; a path is known by its end.
std::string cut(const std::string& label)
{
  constexpr std::size_t most = 44;
  std::size_t begin = 0;
  for (auto dot = label.find('.'); label.size() - begin > most && dot < label.find(' '); dot = label.find('.', begin))
    begin = dot + 1;
  return begin == 0 ? label : "…" + label.substr(begin);
}

/// `a+b+c` turns all of them: the first stands for them.
std::string shown_name(const std::string& variable)
{
  const auto more = std::count(variable.begin(), variable.end(), '+');
  const std::string first = variable.substr(0, variable.find('+'));
  return more == 0 ? first : fmt::format("{} and {} more", first, more);
}

std::string label_of(const Table& table, std::size_t row, const std::vector<std::string>& variables)
{
  std::string label;
  for (const std::string& variable : variables) {
    const std::string& value = table.text(row, table.column(variable));
    if (not value.empty())
      label += fmt::format("{}{} = {}", label.empty() ? "" : ", ", shown_name(variable), value);
  }
  return label.empty() ? "as it is" : cut(label);
}

double half_width(const Table& table, std::size_t row, const char* figure)
{
  const std::string name = std::string(figure) + " half_width";
  return table.has(name) ? table.number(row, table.column(name)) : 0;
}

} // namespace

bool is_one_at_a_time(const Table& table, const std::vector<std::string>& variables)
{
  for (std::size_t row = 0; row < table.size(); ++row)
    for (const std::string& variable : variables)
      if (table.text(row, table.column(variable)).empty())
        return true;
  return false;
}

Picture knob_bars(const Table& table, const std::vector<std::string>& variables, const std::optional<Slo>& slo)
{
  std::vector<std::vector<double>> bars(table.size());
  std::vector<std::string> labels;
  for (std::size_t row = 0; row < table.size(); ++row) {
    bars[row].push_back(static_cast<double>(row));
    labels.push_back(label_of(table, row, variables));
  }
  Script script;
  for (std::size_t panel = 0; panel < figures.size(); ++panel) {
    const bool is_time = panel == 0;
    const double scale = is_time ? 1e-3 : 1;
    const auto values = table.numbers(figures.at(panel));
    std::vector<std::string> texts;
    for (std::size_t row = 0; row < table.size(); ++row) {
      bars[row].push_back(scale * values[row]);
      bars[row].push_back(scale * half_width(table, row, figures.at(panel)));
      texts.push_back(is_time ? duration_text(values[row]) : fmt::format("{:.3g}", values[row]));
    }
    script.texts(fmt::format("texts_{}", panel), texts);
    script.number(fmt::format("most_{}", panel), scale * *std::max_element(values.begin(), values.end()));
  }
  script.data("bars", bars).texts("labels", labels);
  script.number("bars", static_cast<double>(bars.size())).number("slo_s", slo ? slo->ms / 1e3 : 0);
  return {
      .name = "knobs",
      .title = "What each knob alone changes",
      .reading =
          "The first bar is the scenario as it is, the dashed lines carry it down. A bar that ends at the "
          "line is a knob that changes nothing. Thin lines: 95 % intervals. Requests alone may mislead: those who wait "
          "ask again and again.",
      .drawing = "knob_bars.gp",
      .script = script.str(),
      .height_px = 110 + 32 * static_cast<int>(bars.size())};
}

} // namespace onsale::plots
