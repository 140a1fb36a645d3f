#include "calibration/k6/csv_table.hpp"
#include "calibration/k6/sample_collector.hpp"
#include "calibration/k6/samples_reader.hpp"

namespace onsale::calibration {
namespace {

/// Half of the last of the six decimals.
constexpr double csv_rounding = 0.5e-6;

struct Clock {
  double unit_s = 1; ///< of the numbers
  double step_s = 1; ///< from one to the next
};

/// Seconds until the year 5138, milliseconds from 1973 on, and so forth: the ranges do not meet.
Clock clock_of(double timestamp)
{
  if (timestamp < 1e11)
    return {1, 1};
  if (timestamp < 1e14)
    return {1e-3, 1e-3};
  return timestamp < 1e17 ? Clock{1e-6, 1e-6} : Clock{1e-9, 1e-9};
}

std::string_view text_or_empty(const CsvTable& table, std::optional<std::size_t> column)
{
  return column ? table.text(*column) : std::string_view{};
}

} // namespace

K6Result read_samples_csv(Input& input)
{
  CsvTable table(input);
  const std::size_t metric = table.column("metric_name");
  const std::size_t timestamp = table.column("timestamp");
  const std::size_t value = table.column("metric_value");
  const auto name = table.find("name");
  const auto check = table.find("check");
  const auto group = table.find("group");
  const auto expected = table.find("expected_response");
  SampleCollector collector({.time_step_s = 1, .rounding = csv_rounding});
  bool any = false;
  bool calendar = false;
  Clock clock;
  while (table.next()) {
    if (not any) {
      calendar = table.text(timestamp).find('T') != std::string_view::npos;
      clock = calendar ? Clock{} : clock_of(table.number(timestamp));
      collector.set_time_step(clock.step_s);
      any = true;
    }
    double time_s = 0;
    if (calendar) {
      const auto read = rfc3339_seconds(table.text(timestamp));
      if (not read)
        table.fail(timestamp, "expected a time like 2024-01-01T00:00:01Z");
      time_s = *read;
    } else {
      time_s = table.number(timestamp) * clock.unit_s;
    }
    if (table.text(metric).empty())
      table.fail(metric, "expected the name of a metric, found nothing");
    collector.add({.metric = table.text(metric),
                   .time_s = time_s,
                   .value = table.number(value),
                   .name = text_or_empty(table, name),
                   .check = text_or_empty(table, check),
                   .group = text_or_empty(table, group),
                   .expected_response = text_or_empty(table, expected)});
  }
  if (not any)
    input.fail(0, "expected samples below the column names, found none");
  K6Result result = collector.result();
  result.name = input.name();
  return result;
}

} // namespace onsale::calibration
