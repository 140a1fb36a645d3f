#include "calibration/k6/usage_series.hpp"

#include "calibration/k6/csv_table.hpp"
#include "calibration/k6/samples_reader.hpp"
#include "calibration/k6/usage_reader.hpp"
#include "model/config/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace onsale::calibration {
namespace {

/// Times from here on (2001) count from 1970, earlier ones from a start of their own.
constexpr double first_calendar_s = 1e9;

/// Grafana and Prometheus exports call the time so, in ms or as a calendar time.
std::optional<std::size_t> time_column(const CsvTable& table)
{
  for (const char* name : {"t", "ts", "Time", "time", "timestamp"})
    if (const auto column = table.find(name))
      return column;
  return std::nullopt;
}

/// Seconds; a number too large for seconds is milliseconds.
double time_s(const CsvTable& table, std::size_t column)
{
  if (const auto calendar = rfc3339_seconds(table.text(column)))
    return *calendar;
  if (const auto calendar = rfc3339_seconds(std::string(table.text(column)) + "Z")) // Grafana leaves out the zone
    return *calendar;
  const double value = table.number(column);
  return value > 1e11 ? value / 1e3 : value;
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
  const std::size_t time = time_column(table).value_or(table.names().size());
  if (time == table.names().size())
    input.fail(0, fmt::format("there is no column of times: expected t, ts, Time, time or timestamp among {}",
                              config::listed(table.names())));
  const auto calendar = table.find("ts");
  UsageSeries series;
  std::vector<std::size_t> places;
  for (std::size_t column = 0; column < table.names().size(); ++column)
    if (column != time && column != calendar) {
      series.columns.push_back({table.names()[column], usage_kind_of(table.names()[column]), {}});
      places.push_back(column);
    }
  double first_s = 0;
  while (table.next()) {
    const double now_s = time_s(table, time);
    if (series.time_s.empty()) {
      first_s = now_s;
      series.first_unix_s = calendar ? time_s(table, *calendar) : now_s >= first_calendar_s ? now_s : 0;
    } else if (now_s - first_s <= series.time_s.back()) {
      table.fail(time, "is not later than the row before");
    }
    series.time_s.push_back(now_s - first_s);
    for (std::size_t i = 0; i < places.size(); ++i) {
      auto& values = series.columns[i].values;
      const double before = values.empty() ? 0 : values.back();
      values.push_back(table.number_or_none(places[i]).value_or(before));
    }
  }
  if (series.time_s.empty())
    input.fail(0, "expected rows of numbers, found none");
  return series;
}

} // namespace onsale::calibration
