#include "calibration/k6/usage_series.hpp"

#include "calibration/k6/csv_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::calibration {
namespace {

UsageKind kind_of(std::string_view name)
{
  const bool total = name.ends_with("_total") || name.ends_with("_s") || name.ends_with("_seconds");
  return total ? UsageKind::total : UsageKind::gauge;
}

} // namespace

const UsageSeries::Column* UsageSeries::find(std::string_view name) const
{
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const Column& each) { return each.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

double UsageSeries::mean(const Column& column, double from_s, double to_s) const
{
  const auto first = std::lower_bound(time_s.begin(), time_s.end(), from_s) - time_s.begin();
  const auto end = std::upper_bound(time_s.begin(), time_s.end(), to_s) - time_s.begin();
  if (end - first < 2)
    return 0;
  const auto at = [](const std::vector<double>& values, std::ptrdiff_t row) {
    return values[static_cast<std::size_t>(row)];
  };
  const double seconds = at(time_s, end - 1) - at(time_s, first);
  double sum = 0;
  for (auto row = first + 1; row < end; ++row) {
    const double before = at(column.values, row - 1);
    const double value = at(column.values, row);
    if (column.kind == UsageKind::total)
      sum += value >= before ? value - before : value; // a process that starts anew counts from zero
    else
      sum += (value + before) / 2 * (at(time_s, row) - at(time_s, row - 1)); // trapezoids: rows may be late
  }
  return sum / seconds;
}

UsageSeries read_usage_csv(Input& input)
{
  CsvTable table(input);
  const auto calendar = table.find("ts");
  const auto clock = table.find("t");
  const std::size_t time = clock ? *clock : table.column("ts");
  UsageSeries series;
  std::vector<std::size_t> places;
  for (std::size_t column = 0; column < table.names().size(); ++column)
    if (column != clock && column != calendar) {
      series.columns.push_back({table.names()[column], kind_of(table.names()[column]), {}});
      places.push_back(column);
    }
  double first_time_s = 0;
  while (table.next()) {
    if (series.time_s.empty()) {
      first_time_s = table.number(time);
      series.first_unix_s = calendar ? table.number(*calendar) : 0;
    }
    const double time_s = table.number(time) - first_time_s;
    if (not series.time_s.empty() && time_s <= series.time_s.back())
      table.fail(time, "is not later than the row before");
    series.time_s.push_back(time_s);
    for (std::size_t i = 0; i < places.size(); ++i)
      series.columns[i].values.push_back(table.number(places[i]));
  }
  if (series.time_s.empty())
    input.fail(0, "expected rows of numbers, found none");
  return series;
}

} // namespace onsale::calibration
