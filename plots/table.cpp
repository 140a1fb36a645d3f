#include "plots/table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <utility>

namespace onsale::plots {
namespace {

/// Fields of one line; a doubled quote inside quotes is one.
std::vector<std::string> fields_of(std::string_view line, const std::string& place)
{
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char letter = line[i];
    if (letter == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      fields.back() += letter;
      ++i;
    } else if (letter == '"') {
      quoted = not quoted;
    } else if (letter == ',' && not quoted) {
      fields.emplace_back();
    } else {
      fields.back() += letter;
    }
  }
  if (quoted)
    throw InputError(fmt::format("{}: a quote is not closed", place));
  return fields;
}

} // namespace

Table Table::read(const std::filesystem::path& file)
{
  return parse(text_of(file), file.string());
}

Table Table::parse(std::string_view text, std::string origin)
{
  Table table;
  table.origin_ = std::move(origin);
  std::size_t number = 0;
  while (not text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.ends_with('\r'))
      line.remove_suffix(1);
    if (line.empty())
      continue;
    const std::string place = fmt::format("{}:{}", table.origin_, number);
    std::vector<std::string> fields = fields_of(line, place);
    if (table.names_.empty()) {
      table.names_ = std::move(fields);
      continue;
    }
    if (fields.size() != table.names_.size())
      throw InputError(fmt::format("{}: {} fields, expected the {} that the first line names", place, fields.size(),
                                   table.names_.size()));
    table.rows_.push_back(std::move(fields));
    table.lines_.push_back(number);
  }
  if (table.names_.empty())
    throw InputError(fmt::format("{}: is empty, expected a line of column names", table.origin_));
  return table;
}

Table Table::of(std::vector<std::string> names, std::vector<std::vector<std::string>> rows, std::string origin)
{
  Table table;
  table.origin_ = std::move(origin);
  table.names_ = std::move(names);
  table.rows_ = std::move(rows);
  for (std::size_t row = 0; row < table.rows_.size(); ++row)
    table.lines_.push_back(row + 2); // below the line of names
  return table;
}

bool Table::has(std::string_view name) const
{
  return std::find(names_.begin(), names_.end(), name) != names_.end();
}

std::size_t Table::column(std::string_view name) const
{
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end())
    throw InputError(fmt::format("{}:1: there is no column \"{}\" among {}", origin_, name, fmt::join(names_, ", ")));
  return static_cast<std::size_t>(found - names_.begin());
}

double Table::number(std::size_t row, std::size_t column) const
{
  const std::string& field = rows_[row][column];
  double value = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (error != std::errc{} || end != field.data() + field.size() || not std::isfinite(value))
    throw InputError(
        fmt::format("{}:{}: {} is \"{}\", expected a number", origin_, lines_[row], names_[column], field));
  return value;
}

std::vector<double> Table::numbers(std::string_view name) const
{
  const std::size_t number_of = column(name);
  std::vector<double> values(size());
  for (std::size_t row = 0; row < size(); ++row)
    values[row] = number(row, number_of);
  return values;
}

std::string text_of(const std::filesystem::path& file)
{
  std::error_code error;
  if (not std::filesystem::is_regular_file(file, error))
    throw InputError(fmt::format("{}: no such file", file.string()));
  std::ifstream stream(file, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(stream), {});
  if (not stream)
    throw InputError(fmt::format("{}: cannot be read", file.string()));
  return text;
}

} // namespace onsale::plots
