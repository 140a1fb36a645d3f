#include "plots/report_anatomy.hpp"

#include "plots/component.hpp"
#include "plots/facts.hpp"
#include "plots/html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace onsale::plots {
namespace {

constexpr double least_share = 0.002; ///< of a bar: thinner pieces are not seen

/// Columns of the parts, the way first, then work, then waiting.
std::vector<std::size_t> part_columns(const Table& table)
{
  std::vector<std::size_t> columns;
  for (std::size_t column = table.column("client_ms"); column < table.column("total_ms"); ++column)
    columns.push_back(column);
  std::ranges::sort(columns, {},
                    [&](std::size_t column) { return std::pair(kind_of_part(table.names()[column]), column); });
  return columns;
}

std::string classes_of(const std::string& column)
{
  const PartKind kind = kind_of_part(column);
  return fmt::format("k-{}{}", look_of(component_of_part(column)).name,
                     kind == PartKind::wait    ? " waits"
                     : kind == PartKind::mixed ? " mixed"
                                               : "");
}

std::string bar(const Table& table, std::size_t row, const std::vector<std::size_t>& columns)
{
  const double total_ms = table.number(row, table.column("total_ms"));
  std::string pieces;
  std::string words;
  double waiting = 0;
  double mixed = 0;
  for (const std::size_t column : columns) {
    const std::string& name = table.names()[column];
    const double ms = table.number(row, column);
    waiting += kind_of_part(name) == PartKind::wait ? ms / total_ms : 0;
    mixed += kind_of_part(name) == PartKind::mixed ? ms / total_ms : 0;
    if (ms < least_share * total_ms)
      continue;
    const std::string what = fmt::format("{} {}", part_text(name), duration_text(ms));
    pieces += fmt::format("<i class=\"{}\" style=\"width:{:.2f}%\" title=\"{}\"></i>", classes_of(name),
                          100 * ms / total_ms, escaped(what));
    words += (words.empty() ? "" : ", ") + what;
  }
  const std::string& of = table.text(row, table.column("of"));
  return fmt::format(
      "<div class=\"bar-row\"><span>{}</span><div class=\"bar\" role=\"img\" aria-label=\"{}: {}\">{}</div>"
      "<span>{}, {} waiting</span></div>\n",
      escaped(of), escaped(of), escaped(words), pieces, duration_text(total_ms), waiting_text(waiting, mixed));
}

/// Of the parts that some bar shows.
std::string legend(const Table& table, const std::vector<std::size_t>& columns)
{
  std::string items;
  for (const std::size_t column : columns)
    for (std::size_t row = 0; row < table.size(); ++row)
      if (table.number(row, column) > least_share * table.number(row, table.column("total_ms"))) {
        items += fmt::format("<li><i class=\"{}\"></i>{}</li>", classes_of(table.names()[column]),
                             escaped(part_text(table.names()[column])));
        break;
      }
  return "<ul class=\"legend\">" + items + "</ul>\n";
}

std::string numbers_table(const Table& table, const std::vector<std::size_t>& columns)
{
  std::vector<std::string> heads = {"endpoint", "of", "requests", "all"};
  for (const std::size_t column : columns)
    heads.push_back(part_text(table.names()[column]));
  std::vector<std::vector<std::string>> rows;
  for (std::size_t row = 0; row < table.size(); ++row) {
    rows.push_back({table.text(row, table.column("endpoint")), table.text(row, table.column("of")),
                    table.text(row, table.column("requests")),
                    duration_text(table.number(row, table.column("total_ms")))});
    for (const std::size_t column : columns)
      rows.back().push_back(duration_text(table.number(row, column)));
  }
  return "<details><summary>The same as a table</summary>\n" + html_table(heads, rows) + "</details>\n";
}

} // namespace

std::string anatomy_bars(const RunFiles& run)
{
  const Table& table = run.anatomy;
  const auto columns = part_columns(table);
  std::string html;
  std::string endpoint;
  for (std::size_t row = 0; row < table.size(); ++row) {
    if (table.number(row, table.column("total_ms")) <= 0)
      continue;
    const std::string& its = table.text(row, table.column("endpoint"));
    if (html.empty() || its != endpoint)
      html += fmt::format("{}<div class=\"bars\" data-name=\"{}\"><h3>{} <small>{} requests</small></h3>\n",
                          html.empty() ? "" : "</div>\n", escaped(its), escaped(its),
                          count_text(table.number(row, table.column("requests"))));
    endpoint = its;
    html += bar(table, row, columns);
  }
  if (html.empty())
    return {};
  return legend(table, columns) + html + "</div>\n" + numbers_table(table, columns);
}

} // namespace onsale::plots
