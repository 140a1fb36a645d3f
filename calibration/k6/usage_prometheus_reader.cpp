#include "calibration/k6/usage_reader.hpp"
#include "model/config/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace onsale::calibration {
namespace {

/// A row keeps one number of every series.
constexpr std::size_t most_series = 10000;
constexpr std::size_t most_values = 50'000'000;

/// `process_cpu_seconds_total{job="app"} 12.5 1700000000000`, taken apart.
struct PrometheusSample {
  std::string_view series;
  double value = 0;
  std::optional<double> time_s = std::nullopt;
};

std::size_t end_of_labels(const Input& input, std::string_view line, std::size_t open)
{
  bool quoted = false;
  for (std::size_t at = open; at < line.size(); ++at) {
    if (quoted && line[at] == '\\')
      ++at;
    else if (line[at] == '"')
      quoted = not quoted;
    else if (line[at] == '}' && not quoted)
      return at + 1;
  }
  input.fail(open + 1, "labels that are not closed by }");
}

std::optional<double> number(std::string_view text)
{
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

PrometheusSample sample_of(const Input& input, std::string_view line)
{
  std::size_t end = std::min(line.find_first_of("{ \t"), line.size());
  if (end < line.size() && line[end] == '{')
    end = end_of_labels(input, line, end);
  PrometheusSample sample{.series = line.substr(0, end)};
  const auto word = [&] {
    const std::size_t from = std::min(line.find_first_not_of(" \t", end), line.size());
    end = std::min(line.find_first_of(" \t", from), line.size());
    return std::pair(line.substr(from, end - from), from + 1);
  };
  const auto [value, value_column] = word();
  const auto [time, time_column] = word();
  const auto read_value = number(value);
  if (not read_value)
    input.fail(value_column, fmt::format("expected a value, found {}", config::in_quotes(value)));
  sample.value = *read_value;
  if (time.empty() || time.starts_with('#')) // OpenMetrics puts exemplars behind a #
    return sample;
  const auto time_ms = number(time);
  if (not time_ms || not std::isfinite(*time_ms))
    input.fail(time_column, fmt::format("expected a timestamp in ms, found {}", config::in_quotes(time)));
  sample.time_s = *time_ms / 1e3;
  return sample;
}

/// `# TYPE jvm_threads_live_threads gauge`
void read_type(std::string_view line, std::map<std::string, UsageKind, std::less<>>& types)
{
  constexpr std::string_view head = "# TYPE ";
  if (not line.starts_with(head))
    return;
  line.remove_prefix(head.size());
  const std::size_t end = line.find(' ');
  if (end == std::string_view::npos)
    return;
  const std::string_view type = line.substr(end + 1);
  if (type == "counter" || type == "gauge")
    types[std::string(line.substr(0, end))] = type == "counter" ? UsageKind::total : UsageKind::gauge;
}

/// Rows as they grow.
class Rows {
public:
  explicit Rows(const Input& input) : input_(input) {}

  void add(const PrometheusSample& sample, UsageKind kind)
  {
    if (not series_.time_s.empty() && sample.time_s.has_value() == plain_)
      input_.fail(0, plain_ ? "has a timestamp, which the lines before have not"
                            : "has no timestamp, which the lines before have");
    plain_ = not sample.time_s;
    if (plain_)
      begin_scrape(sample);
    else
      begin_time(*sample.time_s);
    if (std::isfinite(sample.value)) // NaN: there was nothing to measure
      column_of(sample.series, kind).values.back() = sample.value;
  }

  UsageSeries take()
  {
    const bool rises = std::ranges::adjacent_find(uptime_s_, std::greater_equal{}) == uptime_s_.end();
    if (plain_ && rises && uptime_s_.size() == series_.time_s.size())
      for (std::size_t row = 0; row < uptime_s_.size(); ++row)
        series_.time_s[row] = uptime_s_[row] - uptime_s_.front();
    return std::move(series_);
  }

private:
  void begin_time(double unix_s)
  {
    if (series_.time_s.empty())
      series_.first_unix_s = unix_s;
    const double time_s = unix_s - series_.first_unix_s;
    if (series_.time_s.empty() || time_s > series_.time_s.back())
      begin_row(time_s);
    else if (time_s < series_.time_s.back())
      input_.fail(0, "is earlier than the line before");
  }

  void begin_scrape(const PrometheusSample& sample)
  {
    if (not in_scrape_.insert(std::string(sample.series)).second) {
      in_scrape_ = {std::string(sample.series)};
      begin_row(series_.time_s.back() + 1);
    } else if (series_.time_s.empty()) {
      begin_row(0);
    }
    if (sample.series.starts_with("process_uptime_seconds"))
      uptime_s_.push_back(sample.value);
  }

  void begin_row(double time_s)
  {
    series_.time_s.push_back(time_s);
    if (series_.time_s.size() * series_.columns.size() > most_values)
      input_.fail(0, fmt::format("more than {} values", most_values));
    for (auto& column : series_.columns)
      column.values.push_back(column.values.back());
  }

  UsageSeries::Column& column_of(std::string_view name, UsageKind kind)
  {
    const auto known = places_.find(name);
    if (known != places_.end())
      return series_.columns[known->second];
    if (places_.size() == most_series)
      input_.fail(0, fmt::format("more than {} series", most_series));
    places_.emplace(std::string(name), series_.columns.size());
    return series_.columns.emplace_back(
        UsageSeries::Column{std::string(name), kind, std::vector<double>(series_.time_s.size())});
  }

  const Input& input_;
  UsageSeries series_;
  std::map<std::string, std::size_t, std::less<>> places_;
  bool plain_ = false;              ///< without timestamps
  std::set<std::string> in_scrape_; ///< series of the scrape under way
  std::vector<double> uptime_s_;
};

} // namespace

UsageSeries read_usage_prometheus(Input& input)
{
  std::map<std::string, UsageKind, std::less<>> types;
  Rows rows(input);
  while (const auto line = input.next_line()) {
    if (line->empty() || line->starts_with('#')) {
      read_type(*line, types);
      continue;
    }
    const PrometheusSample sample = sample_of(input, *line);
    const auto type = types.find(sample.series.substr(0, sample.series.find('{')));
    rows.add(sample, type == types.end() ? usage_kind_of(sample.series) : type->second);
  }
  UsageSeries series = rows.take();
  if (series.time_s.empty())
    input.fail(0, "expected values, found none");
  return series;
}

} // namespace onsale::calibration
