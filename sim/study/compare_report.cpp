#include "model/k6/metric/metric_format.hpp"
#include "sim/run/output/ci_summary.hpp"
#include "sim/study/compare.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace onsale::study {
namespace {

std::string shown(const Compared& figure, double value)
{
  if (not std::isfinite(value))
    return "?";
  const std::string sign = value < 0 ? "-" : "";
  return sign + (figure.is_time ? k6::duration_text(std::abs(value)) : k6::rounded(std::abs(value), 4));
}

} // namespace

std::string percent(const Compared& figure)
{
  return std::isfinite(figure.relative()) ? fmt::format("{:+.1f} %", 100 * figure.relative()) : "from 0";
}

std::string comparison_text(const Comparison& comparison)
{
  std::string text = fmt::format("     A  {}\n     B  {}\n\n     {:<30}{:>14}{:>14}{:>14}{:>14}{:>10}\n", comparison.a,
                                 comparison.b, "", "A", "B", "B - A", "+- (95 %)", "");
  const auto right = [](const std::string& cell) {
    return std::string(14 - std::min<std::size_t>(14, k6::width(cell)), ' ') + cell;
  };
  for (const Compared& each : comparison.figures) {
    const char* word = each.regression            ? "  worse"
                       : each.better == Better::b ? "  better"
                       : each.better == Better::a ? "  a little worse"
                                                  : "";
    text += "     " + k6::padded(each.name, 30) + right(shown(each, each.a)) + right(shown(each, each.b)) +
            right(shown(each, each.difference())) + right(shown(each, each.half_width)) +
            fmt::format("{:>10}{}\n", each.difference() == 0 ? "" : percent(each), word);
  }
  if (comparison.replications > 1)
    text += fmt::format("\n     {} replications; each interval stands for itself, \"worse\" and \"better\" are sure "
                        "for the whole table\n",
                        comparison.replications);
  return text + "\n     verdict  " + comparison.verdict + "\n";
}

std::string comparison_markdown(const Comparison& comparison)
{
  std::string text = fmt::format("### {}\n\nA: `{}`\nB: `{}`\n\n| figure | A | B | change | |\n"
                                 "| --- | ---: | ---: | ---: | --- |\n",
                                 run::markdown_cell(comparison.verdict), comparison.a, comparison.b);
  for (const Compared& each : comparison.figures)
    text += fmt::format("| {} | {} | {} | {} | {} |\n", run::markdown_cell(each.name), shown(each, each.a),
                        shown(each, each.b), each.difference() == 0 ? "" : percent(each),
                        each.regression            ? "**worse**"
                        : each.better == Better::b ? "better"
                        : each.better == Better::a ? "a little worse"
                                                   : "");
  return text;
}

std::string comparison_json(const Comparison& comparison)
{
  using nlohmann::ordered_json;
  constexpr const char* better[] = {"same", "a", "b"};
  ordered_json figures = ordered_json::array();
  for (const Compared& each : comparison.figures)
    figures.push_back({{"name", each.name},
                       {"unit", each.is_time ? "ms" : ""},
                       {"a", each.a},
                       {"b", each.b},
                       {"difference", each.difference()},
                       {"half_width", each.half_width},
                       {"relative", each.relative()},
                       {"better", better[static_cast<std::size_t>(each.better)]},
                       {"regression", each.regression}});
  return ordered_json{{"a", comparison.a},
                      {"b", comparison.b},
                      {"verdict", comparison.verdict},
                      {"regression", comparison.regression},
                      {"figures", figures}}
             .dump(2, ' ', false, ordered_json::error_handler_t::replace) +
         "\n";
}

} // namespace onsale::study
