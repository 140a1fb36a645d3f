// Where response times lie, and what they are made of.
#include "plots/component.hpp"
#include "plots/latency_classes.hpp"
#include "plots/run_pictures.hpp"
#include "plots/script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

namespace onsale::plots {
namespace {

constexpr std::size_t most_columns = 240; ///< of a heat map: more are thinner than a line
constexpr double steps_per_octave = 4;    ///< rows of a heat map: two classes of latencies.csv each

constexpr double no_requests = -9; ///< in a heat map's cells, which are logarithms

double height_of(double ms)
{
  return steps_per_octave * std::log2(ms);
}

/// Tics at powers of ten on an axis that gnuplot takes for linear.
std::string decade_tics()
{
  std::string tics;
  for (int power = -2; power <= 6; ++power)
    tics += fmt::format("{}'{}' {:.6g}", tics.empty() ? "" : ", ", duration_text(std::pow(10, power)),
                        height_of(std::pow(10, power)));
  return fmt::format("set ytics ({})", tics);
}

std::vector<std::vector<double>> heights(const RunFiles& run, const char* column)
{
  const auto ms = run.series.numbers(column);
  const auto time_s = run.series.numbers("time_s");
  std::vector<std::vector<double>> rows;
  for (std::size_t i = 0; i < ms.size(); ++i)
    rows.push_back({time_s[i], ms[i] > 0 ? height_of(ms[i]) : std::nan("")});
  return rows;
}

} // namespace

std::optional<Picture> heat_map(const RunFiles& run)
{
  const auto rows = latency_rows(run.latencies);
  if (rows.empty())
    return std::nullopt;
  const double last_s = run.series.numbers("time_s").back();
  const double column_s = std::max(1.0, std::ceil(last_s / static_cast<double>(most_columns)));
  std::map<std::pair<int, int>, double> cells; // column, row: requests
  int low = 1000;
  int high = -1000;
  for (const LatencyRow& each : rows) {
    const double middle = std::sqrt(std::max(each.from_ms, each.to_ms / 2) * each.to_ms);
    const int row = static_cast<int>(std::floor(height_of(middle)));
    const int column = static_cast<int>((each.time_s - 1e-6) / column_s);
    cells[{column, row}] += each.requests / column_s;
    low = std::min(low, row);
    high = std::max(high, row);
  }
  double most = 0;
  double least = 1;
  for (const auto& [place, requests] : cells) {
    most = std::max(most, requests);
    least = std::min(least, requests);
  }
  const double span = std::max(0.3, std::log10(most) - std::log10(least));
  const double none = std::log10(least) - 0.05 * span; // white, below the colours
  std::vector<std::vector<double>> grid;               // gnuplot's images want every cell
  for (int row = low; row <= high; ++row)
    for (int column = 0; column * column_s < last_s; ++column) {
      const auto cell = cells.find({column, row});
      grid.push_back(
          {(column + 0.5) * column_s, row + 0.5, cell == cells.end() ? no_requests : std::log10(cell->second)});
    }
  Script script;
  script.data("cells", grid).data("median", heights(run, "p50_ms")).data("p95", heights(run, "p95_ms"));
  script.timeline(run.timeline(), false);
  script.number("last_s", last_s).number("low", low - 1).number("high", high + 2).line(decade_tics());
  std::string colour_tics;
  for (int power = -3; power <= 7; ++power)
    colour_tics += fmt::format("{}'{:g}' {}", colour_tics.empty() ? "" : ", ", std::pow(10, power), power);
  script.line(fmt::format("set cbtics ({})", colour_tics))
      .number("none", none)
      .number("most", std::log10(least) + span);
  return Picture{
      .name = "heat-map",
      .title = "Where response times lie, second by second",
      .reading = "How many requests took so long in that second: the bar tells the colours. Two bands are two kinds of "
                 "requests (or served and refused); a band that climbs is a queue that grows.",
      .drawing = "heat_map.gp",
      .script = script.str(),
      .over_time = true};
}

std::optional<Picture> spectrum(const std::vector<RunFiles>& runs, const std::optional<Slo>& slo)
{
  std::vector<std::vector<double>> columns;
  std::vector<std::string> names;
  double low = slo ? slo->ms : 1e9;
  double high = slo ? slo->ms : 0;
  double most = 0;
  std::size_t length = 0;
  for (const RunFiles& run : runs) {
    LatencyClasses all;
    for (const LatencyRow& each : latency_rows(run.latencies))
      all.add(each.from_ms, each.to_ms, each.requests);
    if (all.requests() == 0)
      continue;
    std::vector<double> rarity;
    std::vector<double> ms;
    double slower = all.requests();
    for (const auto& [from_ms, one] : all.classes()) {
      rarity.push_back(std::log10(all.requests() / slower));
      ms.push_back(std::max(from_ms, one.to_ms / 2));
      slower -= one.requests;
      rarity.push_back(std::log10(all.requests() / std::max(slower, 1.0)));
      ms.push_back(one.to_ms);
    }
    low = std::min(low, ms.front());
    high = std::max(high, ms.back());
    most = std::max(most, rarity.back());
    length = std::max(length, ms.size());
    names.push_back(run.label());
    columns.push_back(std::move(rarity));
    columns.push_back(std::move(ms));
  }
  if (columns.empty())
    return std::nullopt;
  for (auto& column : columns)
    column.resize(length, std::nan(""));
  Script script;
  script.columns("spectrum", columns).texts("names", names).number("runs", static_cast<double>(names.size()));
  script.number("slo_ms", slo ? slo->ms : 0).text("slo", slo ? slo->text : "");
  script.number("most", most).number("low_ms", low).number("high_ms", high);
  return Picture{.name = "spectrum",
                 .title = "Response time by percentile",
                 .reading = "How slow the slowest are: p99 is what one request in a hundred exceeds. A flat line is a "
                            "predictable system; a step is a second kind of request, or a wait that only some meet.",
                 .drawing = "spectrum.gp",
                 .script = script.str()};
}

namespace {

/// A part of the response time as the picture shows it.
struct ShownPart {
  std::size_t column = 0;
  double share = 0; ///< summed over the rows
};

/// The columns of the parts that are seen at all: first the way, then work, then waiting.
std::vector<std::size_t> shown_parts(const Table& table, const std::vector<std::size_t>& rows)
{
  constexpr std::size_t most_parts = 11;
  const std::size_t total = table.column("total_ms");
  std::vector<ShownPart> parts;
  for (std::size_t column = table.column("client_ms"); column < total; ++column) {
    parts.push_back({column, 0});
    for (const std::size_t row : rows)
      parts.back().share += table.number(row, column) / table.number(row, total);
  }
  std::stable_sort(parts.begin(), parts.end(),
                   [](const ShownPart& a, const ShownPart& b) { return a.share > b.share; });
  parts.resize(std::min(parts.size(), most_parts));
  std::erase_if(parts, [&](const ShownPart& part) { return part.share < 0.002 * static_cast<double>(rows.size()); });
  std::ranges::sort(parts, {}, [&](const ShownPart& part) {
    return std::pair(kind_of_part(table.names()[part.column]), part.column);
  });
  std::vector<std::size_t> columns;
  for (const ShownPart& part : parts)
    columns.push_back(part.column);
  return columns;
}

/// One row of bars: from, to in percent, and where waiting begins.
struct AnatomyRow {
  std::vector<std::vector<double>> bars;
  double waiting_from = 100;
  double mixed = 0; ///< work and waiting in one
};

AnatomyRow anatomy_row(const Table& table, std::size_t row, double number, const std::vector<std::size_t>& parts)
{
  AnatomyRow made;
  const double total_ms = table.number(row, table.column("total_ms"));
  double from = 0;
  bool waits = false;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    if (not waits && kind_of_part(table.names()[parts[part]]) == PartKind::wait) {
      waits = true;
      made.waiting_from = from;
    }
    const double to = from + 100 * table.number(row, parts[part]) / total_ms;
    made.mixed += kind_of_part(table.names()[parts[part]]) == PartKind::mixed ? to - from : 0;
    made.bars.push_back({number, from, to, static_cast<double>(part + 1)});
    from = to;
  }
  made.bars.push_back({number, from, 100, static_cast<double>(parts.size() + 1)});
  return made;
}

void add_part_looks(Script& script, const Table& table, const std::vector<std::size_t>& parts)
{
  std::vector<std::string> names;
  std::vector<std::string> colours;
  std::string fills = fmt::format("array part_fills[{}]\n", parts.size() + 1);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string& column = table.names()[parts[i]];
    names.push_back(part_text(column));
    colours.emplace_back(look_of(component_of_part(column)).colour);
    fills += fmt::format("part_fills[{}] = {}\n", i + 1, kind_of_part(column) == PartKind::wait ? 0.42 : 0.9);
  }
  names.emplace_back("other");
  colours.emplace_back(look_of(Component::other).colour);
  fills += fmt::format("part_fills[{}] = 0.2\n", parts.size() + 1);
  script.texts("part_names", names).texts("part_colours", colours).line(fills);
  script.number("parts", static_cast<double>(names.size()));
}

} // namespace

std::optional<Picture> anatomy(const RunFiles& run)
{
  const Table& table = run.anatomy;
  const std::size_t total = table.column("total_ms");
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < table.size(); ++row)
    if (table.number(row, total) > 0)
      rows.push_back(row);
  if (rows.empty())
    return std::nullopt;
  const std::vector<std::size_t> parts = shown_parts(table, rows);
  std::vector<std::vector<double>> bars;
  std::vector<std::vector<double>> splits;
  std::vector<std::string> row_names;
  std::vector<std::string> totals;
  for (const std::size_t row : rows) {
    const auto number = static_cast<double>(row_names.size() + 1);
    const AnatomyRow made = anatomy_row(table, row, number, parts);
    bars.insert(bars.end(), made.bars.begin(), made.bars.end());
    splits.push_back({number, made.waiting_from});
    const std::string& of = table.text(row, table.column("of"));
    row_names.push_back(of == "mean" ? shortened(table.text(row, table.column("endpoint")), 18) + "  mean" : of);
    totals.push_back(fmt::format("{}, {} waiting", duration_text(table.number(row, total)),
                                 waiting_text(1 - made.waiting_from / 100, made.mixed / 100)));
  }
  const int legend_px = 10 + 21 * static_cast<int>((parts.size() + 3) / 3);
  const int height_px = 75 + legend_px + 26 * static_cast<int>(rows.size());
  Script script;
  script.data("bars", bars).data("splits", splits).number("rows", static_cast<double>(rows.size()));
  script.texts("row_names", row_names).texts("totals", totals);
  add_part_looks(script, table, parts);
  script.number("bottom", 65.0 / height_px).number("top", 1 - static_cast<double>(legend_px) / height_px);
  return Picture{.name = "anatomy",
                 .title = "What the response time is made of",
                 .reading =
                     "Each bar is the whole response time of a request of that endpoint: the mean one, and those "
                     "around p50, p95 and p99 (their length at the right). Left of the mark it is worked on, right of "
                     "it, in paler colours, it waits. Wide waits point at what to widen; wide work at what to make "
                     "cheaper.",
                 .drawing = "anatomy.gp",
                 .script = script.str(),
                 .height_px = height_px};
}

} // namespace onsale::plots
