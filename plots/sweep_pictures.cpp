#include "plots/sweep_pictures.hpp"

#include "plots/script.hpp"
#include "plots/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace onsale::plots {
namespace {

constexpr const char* figure_name = "http_req_duration p(95)";

/// The table begins with `point` and one column for each variable; figures are two words: metric and statistic.
std::vector<std::string> variables_of(const Table& table)
{
  std::vector<std::string> variables;
  for (std::size_t i = 1; i < table.names().size() && table.names()[i].find(' ') == std::string::npos &&
                          table.names()[i] != "bottleneck" && table.names()[i] != "thresholds_crossed";
       ++i)
    variables.push_back(table.names()[i]);
  return variables;
}

Picture hockey_stick(const Table& table, const std::string& variable, const std::optional<Slo>& slo)
{
  const auto at = table.numbers(variable);
  const auto median = table.numbers("http_req_duration med");
  const auto p90 = table.numbers("http_req_duration p(90)");
  const auto p95 = table.numbers(figure_name);
  const auto rate = table.numbers("http_reqs rate");
  std::vector<std::vector<double>> rows;
  rows.reserve(table.size());
  for (std::size_t row = 0; row < table.size(); ++row)
    rows.push_back({at[row], median[row], p90[row], p95[row], rate[row]});
  std::sort(rows.begin(), rows.end());
  const std::size_t bottleneck = table.column("bottleneck");
  double knee = -1;
  std::string knee_text;
  for (std::size_t row = 0; row < table.size(); ++row)
    if (not table.text(row, bottleneck).empty() && (knee < 0 || at[row] < knee)) {
      knee = at[row];
      knee_text = fmt::format("{} full from {} on", table.text(row, bottleneck), count_text(knee));
    }
  Script script;
  script.data("curve", rows).number("most", rows.back()[0]).text("load", variable);
  script.number("slo_ms", slo ? slo->ms : 0).text("slo", slo ? slo->text : "");
  script.number("low_ms", *std::min_element(median.begin(), median.end()));
  script.number("high_ms", std::max(slo ? slo->ms : 0, *std::max_element(p95.begin(), p95.end())));
  script.number("knee", knee).text("knee_text", knee_text).line("array percentiles[3] = ['p50', 'p90', 'p95']");
  return {.name = "hockey-stick",
          .title = fmt::format("Response time and throughput against {}", variable),
          .reading =
              "Each point is a run of its own. Up to the knee throughput follows the load; beyond it response times "
              "do. The dashed line is the first point at which a resource was full.",
          .drawing = "load_curve.gp",
          .script = script.str(),
          .height_px = 560};
}

Picture surface(const Table& table, const std::vector<std::string>& variables)
{
  const auto x = table.numbers(variables[0]);
  const auto y = table.numbers(variables[1]);
  const auto ms = table.numbers(figure_name);
  const std::set<double> xs(x.begin(), x.end());
  const std::set<double> ys(y.begin(), y.end());
  const auto place = [](const std::set<double>& values, double value) {
    return static_cast<double>(std::distance(values.begin(), values.find(value)));
  };
  std::vector<std::vector<double>> cells;
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < table.size(); ++row) {
    cells.push_back({place(xs, x[row]), place(ys, y[row]), std::log10(std::max(ms[row], 1e-3))});
    texts.push_back(duration_text(ms[row]));
  }
  const auto tics = [](const char* axis, const std::set<double>& values) {
    std::string list;
    for (const double value : values)
      list += fmt::format("{}'{:g}' {}", list.empty() ? "" : ", ", value,
                          std::distance(values.begin(), values.find(value)));
    return fmt::format("set {} ({})", axis, list);
  };
  Script script;
  script.data("cells", cells).texts("texts", texts).number("cells", static_cast<double>(cells.size()));
  script.line(tics("xtics", xs)).line(tics("ytics", ys)).text("x_name", variables[0]).text("y_name", variables[1]);
  script.number("columns", static_cast<double>(xs.size())).number("rows", static_cast<double>(ys.size()));
  script.number("low", std::log10(std::max(*std::min_element(ms.begin(), ms.end()), 1e-3)));
  script.number("high", std::log10(std::max(*std::max_element(ms.begin(), ms.end()), 1e-3)));
  return {.name = "surface",
          .title = fmt::format("p95 response time by {} and {}", variables[0], variables[1]),
          .reading =
              "Each cell is a run of its own; darker is slower. Where a row or a column keeps its colour, that knob "
              "changes nothing.",
          .drawing = "surface.gp",
          .script = script.str()};
}

} // namespace

Pictures sweep_pictures(const std::filesystem::path& table_file, const std::optional<Slo>& slo)
{
  const Table table = Table::read(table_file);
  const auto variables = variables_of(table);
  if (table.names().front() != "point" || variables.empty() || variables.size() > 2 || table.size() == 0)
    throw InputError(fmt::format("{}: expected the table of a sweep of one or two variables (`onsale sweep ... --csv "
                                 "FILE`), found {}",
                                 table_file.string(),
                                 table.names().front() == "point" ? fmt::format("{} variables", variables.size())
                                                                  : "a column " + table.names().front() + " first"));
  return {variables.size() == 1 ? hockey_stick(table, variables.front(), slo) : surface(table, variables)};
}

} // namespace onsale::plots
