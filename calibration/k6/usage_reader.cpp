#include "calibration/k6/usage_reader.hpp"

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
  return is_prometheus(input.peek(Input::head_bytes)) ? read_usage_prometheus(input) : read_usage_csv(input);
}

UsageSeries read_usage(const std::filesystem::path& path)
{
  Input input(path);
  return read_usage(input);
}

UsageKind usage_kind_of(std::string_view name)
{
  name = name.substr(0, name.find('{'));
  for (const std::string_view end : {"_total", "_s", "_seconds", "_count", "_sum", "_bucket"})
    if (name.ends_with(end))
      return UsageKind::total;
  return UsageKind::gauge;
}

} // namespace onsale::calibration
