#include "calibration/k6/usage_reader.hpp"

#include <algorithm>

namespace onsale::calibration {
namespace {

/// Lines of Prometheus are comments, or a name with labels before blank, value and time; a CSV file begins with names
/// between commas.
bool is_prometheus(std::string_view head)
{
  const std::string_view line = head.substr(0, head.find('\n'));
  if (line.starts_with("# HELP ") || line.starts_with("# TYPE "))
    return true;
  const std::size_t comma = line.find(',');
  return line.find(' ') != std::string_view::npos &&
         (comma == std::string_view::npos || line.find('{') < comma); // labels have commas, too
}

} // namespace

UsageSeries read_usage(Input& input)
{
  const std::string_view head = input.peek(Input::head_bytes);
  if (const std::size_t first = head.find_first_not_of(" \t\r\n");
      first != std::string_view::npos && head[first] == '{')
    return read_usage_prometheus_json(input);
  return is_prometheus(input.peek(Input::head_bytes)) ? read_usage_prometheus(input) : read_usage_csv(input);
}

UsageSeries read_usage(const std::filesystem::path& path)
{
  Input input(path);
  return read_usage(input);
}

UsageSeries joined(UsageSeries before, const UsageSeries& after)
{
  const double shift_s =
      after.first_unix_s > before.first_unix_s ? after.first_unix_s - before.first_unix_s : before.time_s.back() + 1;
  const std::size_t old_rows = before.time_s.size();
  for (const double time_s : after.time_s)
    before.time_s.push_back(shift_s + time_s);
  for (const UsageSeries::Column& column : after.columns) {
    auto known = std::ranges::find(before.columns, column.name, &UsageSeries::Column::name);
    if (known == before.columns.end())
      known = before.columns.insert(before.columns.end(), {column.name, column.kind, std::vector<double>(old_rows, 0)});
    known->values.insert(known->values.end(), column.values.begin(), column.values.end());
  }
  for (UsageSeries::Column& column : before.columns)
    column.values.resize(before.time_s.size(), column.values.back());
  return before;
}

UsageKind usage_kind_of(std::string_view name)
{
  name = name.substr(0, name.find('{'));
  for (const std::string_view end : {"_total", "_ns", "_s", "_seconds", "_count", "_sum", "_bucket"})
    if (name.ends_with(end))
      return UsageKind::total;
  return UsageKind::gauge;
}

} // namespace onsale::calibration
