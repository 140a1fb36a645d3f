#include "calibration/k6/csv_table.hpp"

#include "model/config/faults.hpp"
#include "model/config/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace onsale::calibration {

CsvTable::CsvTable(Input& input) : input_(&input)
{
  auto line = input.next_line();
  if (not line || line->empty())
    input.fail(0, "expected a line of column names, found nothing");
  if (line->starts_with("\xEF\xBB\xBF"))
    line->remove_prefix(3);
  split(*line);
  for (const Field& field : fields_) {
    if (std::find(names_.begin(), names_.end(), field.text) != names_.end())
      input.fail(field.column, fmt::format("a second column {}", config::in_quotes(field.text)));
    names_.emplace_back(field.text);
  }
}

std::optional<std::size_t> CsvTable::find(std::string_view name) const
{
  const auto found = std::find(names_.begin(), names_.end(), name);
  return found == names_.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - names_.begin()));
}

std::size_t CsvTable::column(std::string_view name) const
{
  if (const auto found = find(name))
    return *found;
  throw config::InvalidInput(
      {{input_->name(), 1, 0,
        fmt::format("there is no column {}{}", config::in_quotes(name), config::suggestion(name, names_))}});
}

bool CsvTable::next()
{
  auto line = input_->next_line();
  while (line && line->empty())
    line = input_->next_line();
  if (not line)
    return false;
  split(*line);
  if (fields_.size() != names_.size())
    input_->fail(0, fmt::format("{} fields below {} column names", fields_.size(), names_.size()));
  return true;
}

double CsvTable::number(std::size_t column) const
{
  const auto number = number_or_none(column);
  if (not number)
    fail(column, "expected a number, found nothing");
  return *number;
}

std::optional<double> CsvTable::number_or_none(std::size_t column) const
{
  const std::string_view text = fields_[column].text;
  if (text.empty())
    return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || not std::isfinite(value))
    fail(column, fmt::format("expected a number, found {}", config::in_quotes(text)));
  return value;
}

void CsvTable::fail(std::size_t column, const std::string& message) const
{
  input_->fail(fields_[column].column, fmt::format("{}: {}", names_[column], message));
}

void CsvTable::split(std::string_view line)
{
  fields_.clear();
  unquoted_.clear();
  unquoted_.reserve(static_cast<std::size_t>(std::count(line.begin(), line.end(), '"'))); // texts stay where they are
  std::size_t at = 0;
  while (true) {
    if (at < line.size() && line[at] == '"') {
      fields_.push_back(quoted(line, at));
    } else {
      const std::size_t end = std::min(line.find(',', at), line.size());
      fields_.push_back({line.substr(at, end - at), at + 1});
      at = end;
    }
    if (at == line.size())
      return;
    ++at; // the comma
  }
}

CsvTable::Field CsvTable::quoted(std::string_view line, std::size_t& at)
{
  const std::size_t opened = at++;
  std::string text;
  while (true) {
    const std::size_t quote = line.find('"', at);
    if (quote == std::string_view::npos)
      input_->fail(opened + 1, "a quote that is not closed");
    text += line.substr(at, quote - at);
    at = quote + 1;
    if (at == line.size() || line[at] == ',')
      break;
    if (line[at] != '"')
      input_->fail(at + 1, "expected a comma behind the closing quote");
    text += '"';
    ++at;
  }
  unquoted_.push_back(std::move(text));
  return {unquoted_.back(), opened + 1};
}

} // namespace onsale::calibration
