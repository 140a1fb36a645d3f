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

/// Reads records one after the other; a quoted field may hold line breaks.
class Records {
public:
  Records(std::string_view text, const std::string& origin) : text_(text), origin_(origin) {}

  bool at_end() const { return at_ >= text_.size(); }
  /// Number of the line on which the next record begins, from 1.
  std::size_t line() const { return line_; }

  /// @return empty for an empty line
  std::vector<std::string> next()
  {
    const std::size_t begin_line = line_;
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (; at_ < text_.size(); ++at_) {
      const char letter = text_[at_];
      if (letter == '"' && quoted && at_ + 1 < text_.size() && text_[at_ + 1] == '"')
        fields.back() += text_[++at_];
      else if (letter == '"')
        quoted = not quoted;
      else if (letter == ',' && not quoted)
        fields.emplace_back();
      else if (letter == '\n' && not quoted)
        break;
      else if (letter != '\r' || quoted)
        fields.back() += letter;
      line_ += letter == '\n' ? 1 : 0;
    }
    if (quoted)
      throw InputError(fmt::format("{}:{}: a quote is not closed", origin_, begin_line));
    ++at_;
    ++line_;
    if (fields.size() == 1 && fields.front().empty())
      return {};
    for (std::string& field : fields)
      drop_guard(field);
    return fields;
  }

private:
  /// The single quote that keeps spreadsheets from computing a text.
  static void drop_guard(std::string& field)
  {
    const std::size_t first = field.find_first_not_of('\'');
    if (first != std::string::npos && first > 0 &&
        std::string_view("=+-@\t\r").find(field[first]) != std::string_view::npos)
      field.erase(0, 1);
  }

  std::string_view text_;
  const std::string& origin_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

} // namespace

Table Table::read(const std::filesystem::path& file)
{
  return parse(text_of(file), file.string());
}

Table Table::parse(std::string_view text, std::string origin)
{
  Table table;
  table.origin_ = std::move(origin);
  Records records(text, table.origin_);
  while (not records.at_end()) {
    const std::size_t number = records.line();
    std::vector<std::string> fields = records.next();
    if (fields.empty())
      continue;
    if (table.names_.empty()) {
      table.names_ = std::move(fields);
      continue;
    }
    if (fields.size() != table.names_.size())
      throw InputError(fmt::format("{}:{}: {} fields, expected the {} that the first line names", table.origin_, number,
                                   fields.size(), table.names_.size()));
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
