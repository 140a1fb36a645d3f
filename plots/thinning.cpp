#include "plots/thinning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace onsale::plots {
namespace {

enum class Kept : std::uint8_t { last, largest, mean };

Kept kept_of(const std::string& column)
{
  if (column == "time_s")
    return Kept::last;
  return column == "max_ms" || column.ends_with(" queued") ? Kept::largest : Kept::mean;
}

double value_of(const Table& series, std::size_t column, std::size_t first, std::size_t end, Kept kept)
{
  double last = 0;
  double largest = series.number(first, column);
  double sum = 0;
  for (std::size_t row = first; row < end; ++row) {
    last = series.number(row, column);
    largest = std::max(largest, last);
    sum += last;
  }
  if (kept == Kept::last)
    return last;
  return kept == Kept::largest ? largest : sum / static_cast<double>(end - first);
}

} // namespace

Thinned thinned(const Table& series, std::size_t most_rows)
{
  const std::size_t each = std::max<std::size_t>(1, (series.size() + most_rows - 1) / most_rows);
  if (each == 1)
    return {series, 1};
  std::vector<std::vector<std::string>> rows;
  for (std::size_t first = 0; first < series.size(); first += each) {
    const std::size_t end = std::min(first + each, series.size());
    std::vector<std::string> row;
    row.reserve(series.names().size());
    for (std::size_t column = 0; column < series.names().size(); ++column)
      row.push_back(fmt::format("{:.7g}", value_of(series, column, first, end, kept_of(series.names()[column]))));
    rows.push_back(std::move(row));
  }
  return {Table::of(series.names(), std::move(rows), series.origin()), each};
}

} // namespace onsale::plots
