// Where response times lie, and what they are made of.
#include "plots/latency_classes.hpp"
#include "plots/run_pictures.hpp"
#include "plots/script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
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
      .script = script.str()};
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

std::optional<Picture> anatomy(const RunFiles& run)
{
  const Table& table = run.anatomy;
  constexpr std::string_view suffix = "_ms";
  constexpr std::size_t most_parts = 7; // more colours cannot be told apart
  const std::size_t total = table.column("total_ms");
  std::vector<std::pair<double, std::size_t>> parts; // sum of shares, column
  for (std::size_t i = 0; i < table.names().size(); ++i)
    if (table.names()[i].ends_with(suffix) && i != total)
      parts.emplace_back(0.0, i);
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < table.size(); ++row) {
    if (table.number(row, total) <= 0)
      continue;
    rows.push_back(row);
    for (auto& [sum, column] : parts)
      sum += table.number(row, column) / table.number(row, total);
  }
  if (rows.empty())
    return std::nullopt;
  auto shown = parts;
  std::stable_sort(shown.begin(), shown.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  shown.resize(std::min(shown.size(), most_parts));
  std::erase_if(shown, [&](const auto& part) { return part.first < 0.002 * static_cast<double>(rows.size()); });
  std::sort(shown.begin(), shown.end(), [](const auto& a, const auto& b) { return a.second < b.second; });

  std::vector<std::string> part_names;
  for (const auto& [sum, column] : shown) {
    part_names.push_back(part_text(table.names()[column]));
  }
  part_names.emplace_back("other");
  std::vector<std::vector<double>> bars;
  std::vector<std::string> row_names;
  std::vector<std::string> totals;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    double from = 0;
    const double total_ms = table.number(rows[i], total);
    for (std::size_t part = 0; part <= shown.size(); ++part) {
      const double to = part < shown.size() ? from + 100 * table.number(rows[i], shown[part].second) / total_ms : 100.0;
      bars.push_back({static_cast<double>(i + 1), from, to, static_cast<double>(part < shown.size() ? part + 1 : 8)});
      from = to;
    }
    const std::string& of = table.text(rows[i], table.column("of"));
    row_names.push_back(of == "mean" ? table.text(rows[i], table.column("endpoint")) + "  mean" : of);
    totals.push_back(duration_text(total_ms));
  }
  const auto count = static_cast<int>(rows.size());
  const int legend_px = 14 + 21 * static_cast<int>((part_names.size() + 1) / 2);
  const int height_px = 75 + legend_px + 26 * count;
  Script script;
  script.data("bars", bars).number("rows", count).texts("row_names", row_names).texts("totals", totals);
  script.texts("part_names", part_names).number("parts", static_cast<double>(part_names.size()));
  script.number("bottom", 65.0 / height_px).number("top", 1 - static_cast<double>(legend_px) / height_px);
  return Picture{.name = "anatomy",
                 .title = "What the response time is made of",
                 .reading =
                     "Each bar is the whole response time of a request of that endpoint: the mean one, and those "
                     "around p50, p95 and p99 (their length at the right). Wide waits point at what to widen; "
                     "wide work (cpu, query) at what to make cheaper.",
                 .drawing = "anatomy.gp",
                 .script = script.str(),
                 .height_px = height_px};
}

} // namespace onsale::plots
