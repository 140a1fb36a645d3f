#include "calibration/k6/summary_line.hpp"

#include "calibration/k6/metric_names.hpp"
#include "calibration/k6/printed.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace onsale::calibration {
namespace {

using k6::MetricContent;
using k6::MetricKind;

constexpr std::string_view blanks = " \t";
constexpr std::string_view passed = "✓";
constexpr std::string_view failed = "✗";

std::string_view trimmed(std::string_view text)
{
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string_view> words_of(std::string_view text)
{
  std::vector<std::string_view> words;
  for (text = trimmed(text); not text.empty(); text = trimmed(text)) {
    const std::size_t end = std::min(text.find_first_of(blanks), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

/// Words joined to cells: a unit belongs to the number before it (`16 MB`), a count to its mark (`✓ 21691`).
std::vector<std::string> cells_of(std::string_view text)
{
  constexpr std::array<std::string_view, 10> units = {"B",   "kB",   "MB",   "GB",   "TB",
                                                      "B/s", "kB/s", "MB/s", "GB/s", "TB/s"};
  std::vector<std::string> cells;
  for (const std::string_view word : words_of(text)) {
    const bool unit = std::find(units.begin(), units.end(), word) != units.end();
    const bool after_mark = not cells.empty() && (cells.back() == passed || cells.back() == failed);
    if (cells.empty() || (not unit && not after_mark)) {
      cells.emplace_back(word);
      continue;
    }
    if (unit)
      cells.back() += ' ';
    cells.back() += word;
  }
  return cells;
}

std::optional<double> whole_number(std::string_view text)
{
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (text.empty() || not is_digit(text.front()) || error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

/// The number behind a word: of `6585 / ✗ 17`, 17 behind `✗`.
std::optional<double> number_behind(std::string_view text, std::string_view word)
{
  const std::size_t at = text.find(word);
  if (at == std::string_view::npos)
    return std::nullopt;
  text = trimmed(text.substr(at + word.size()));
  return whole_number(text.substr(0, std::min(text.find_first_of(" /"), text.size())));
}

bool is_metric_name(std::string_view name)
{
  return not name.empty() && std::all_of(name.begin(), name.end(), [](char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) || letter == '_';
  });
}

MetricContent content_of(const K6Result::Metric& metric, const std::string& first_value)
{
  if (const auto builtin = builtin_type(metric.name))
    return builtin->content;
  if (first_value.ends_with("B"))
    return MetricContent::data;
  return first_value.ends_with("s") ? MetricContent::time : MetricContent::number;
}

bool add(K6Result::Metric& metric, const std::string& statistic, std::string_view text)
{
  auto figure = read_printed(text, print_of(metric, statistic));
  if (not figure)
    return false;
  metric.statistics.push_back({statistic, std::move(*figure)});
  return true;
}

/// Cells of the form `avg=1.2ms`, from one of them on.
bool add_named(K6Result::Metric& metric, const std::vector<std::string>& cells, std::size_t from)
{
  for (std::size_t i = from; i < cells.size(); ++i) {
    const std::size_t sign = cells[i].find('=');
    if (sign == std::string::npos ||
        not add(metric, statistic_name(cells[i].substr(0, sign)), std::string_view(cells[i]).substr(sign + 1)))
      return false;
  }
  return true;
}

/// `99.74% ✓ 6585 ✗ 17`, or `0.22% 17 out of 7602`.
bool add_share(K6Result::Metric& metric, const std::vector<std::string>& cells)
{
  if (not add(metric, "rate", cells[0]))
    return false;
  if (cells.size() == 3 && cells[1].starts_with(passed) && cells[2].starts_with(failed))
    return add(metric, "passes", std::string_view(cells[1]).substr(passed.size())) &&
           add(metric, "fails", std::string_view(cells[2]).substr(failed.size()));
  if (cells.size() != 5 || cells[2] != "out" || cells[3] != "of")
    return false;
  const auto part = whole_number(cells[1]);
  const auto total = whole_number(cells[4]);
  if (not part || not total || *part > *total)
    return false;
  metric.statistics.push_back({"passes", {exactly(*part), cells[1]}});
  metric.statistics.push_back({"fails", {exactly(*total - *part), ""}});
  return true;
}

} // namespace

/// What `docker compose` puts before each line of a container's output: `k6-1  | `.
std::string_view without_container(std::string_view line)
{
  const auto is_name = [](char letter) {
    return is_digit(letter) || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '-' ||
           letter == '_' || letter == '.';
  };
  std::size_t at = 0;
  while (at < line.size() && is_name(line[at]))
    ++at;
  const std::size_t bar = line.find_first_not_of(' ', at);
  const bool is_prefix =
      at > 0 && bar != std::string_view::npos && line[bar] == '|' && (bar + 1 == line.size() || line[bar + 1] == ' ');
  return is_prefix ? line.substr(bar + 1) : line;
}

std::string plain_line(std::string_view line)
{
  std::string plain;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '\x1b' && at + 1 < line.size() && line[at + 1] == '[') {
      at = line.find_first_not_of("0123456789;?", at + 2); // up to the letter that ends the sequence
      if (at == std::string_view::npos)
        break;
    } else if (line[at] == '\r') {
      plain.clear();
    } else {
      plain += line[at];
    }
  }
  return std::string(trimmed(without_container(plain)));
}

std::optional<MetricLine> metric_line(std::string_view line)
{
  for (const std::string_view mark : {passed, failed})
    if (line.starts_with(mark))
      line = trimmed(line.substr(mark.size()));
  std::size_t dots = 0;
  if (line.starts_with("{ ")) {
    const std::size_t end = line.find(" }.");
    if (end == std::string_view::npos)
      return std::nullopt;
    dots = end + 2;
  } else {
    dots = line.find('.');
    if (dots == std::string_view::npos || not is_metric_name(line.substr(0, dots)))
      return std::nullopt;
  }
  const std::size_t colon = line.find_first_not_of('.', dots);
  if (colon == std::string_view::npos || line[colon] != ':')
    return std::nullopt;
  return MetricLine{line.substr(0, dots), trimmed(line.substr(colon + 1))};
}

std::optional<K6Result::Metric> metric_from_line(const std::string& name, std::string_view values)
{
  const std::vector<std::string> cells = cells_of(values);
  if (cells.empty())
    return std::nullopt;
  K6Result::Metric metric{name, MetricKind::trend, MetricContent::number, {}};
  const std::size_t sign = cells[0].find('=');
  metric.content = content_of(metric, sign == std::string::npos ? cells[0] : cells[0].substr(sign + 1));
  bool read = false;
  if (sign != std::string::npos) {
    read = add_named(metric, cells, 0);
  } else if (cells[0].ends_with('%')) {
    metric.kind = MetricKind::rate;
    read = cells.size() > 1 && add_share(metric, cells);
  } else if (cells.size() == 2 && cells[1].ends_with("/s")) {
    metric.kind = MetricKind::counter;
    read = add(metric, "count", cells[0]) && add(metric, "rate", cells[1]);
  } else {
    metric.kind = MetricKind::gauge;
    read = cells.size() > 1 && add(metric, "value", cells[0]) && add_named(metric, cells, 1);
  }
  return read ? std::optional(std::move(metric)) : std::nullopt;
}

bool read_check_counts(std::string_view line, K6Result::Tally& check)
{
  if (not line.starts_with("↳") || line.find('%') == std::string_view::npos)
    return false;
  const auto words = words_of(line);
  check.rate = words.size() > 1 ? read_printed(words[1], Print::check_share) : std::nullopt;
  check.passes = number_behind(line, passed);
  check.fails = number_behind(line, failed);
  check.all_passed = false;
  return true;
}

bool read_run_line(std::string_view line, K6Result& result)
{
  if (not line.starts_with("running ("))
    return false;
  line.remove_prefix(std::string_view("running (").size());
  const std::size_t end = line.find(')');
  const auto duration = read_printed(line.substr(0, end), Print::time);
  if (end == std::string_view::npos || not duration)
    return false;
  result.run_duration_s = Interval{duration->low - 0.2, duration->low + 0.2}; // drawn every 0.1 s and rounded to it
  result.complete_iterations = number_behind(line, " VUs,");
  result.interrupted_iterations = number_behind(line, " and ");
  return true;
}

bool read_banner(std::string_view line, K6Result& result)
{
  if (not line.starts_with("scenarios: ("))
    return false;
  const std::size_t end = line.find(" max VUs");
  if (end == std::string_view::npos)
    return false;
  const std::size_t start = line.find_last_of(' ', end - 1) + 1;
  result.most_vus = whole_number(line.substr(start, end - start));
  return true;
}

std::optional<K6Result::Threshold> threshold_of(std::string_view line, const std::string& metric)
{
  const bool kept = line.starts_with(passed);
  if (not kept && not line.starts_with(failed))
    return std::nullopt;
  const std::size_t open = line.find('\'');
  const std::size_t close = line.rfind('\'');
  if (open == std::string_view::npos || close == open)
    return std::nullopt;
  return K6Result::Threshold{metric, std::string(line.substr(open + 1, close - open - 1)), kept};
}

} // namespace onsale::calibration
