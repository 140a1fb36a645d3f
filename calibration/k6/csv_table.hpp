/// Rows of comma-separated values below a line of names (RFC 4180, without line breaks inside fields).
#pragma once

#include "calibration/k6/input.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::calibration {

class CsvTable {
public:
  /// Reads the line of names. @param input  must outlive the table
  /// @throws config::InvalidInput if there is none, or a name stands there twice
  explicit CsvTable(Input& input);

  const std::vector<std::string>& names() const { return names_; }
  /// @throws config::InvalidInput naming the column and the nearest that is there
  std::size_t column(std::string_view name) const;
  std::optional<std::size_t> find(std::string_view name) const;

  /// Moves to the next row; false at the end. Empty lines are passed over.
  /// @throws config::InvalidInput for a row of another length than the line of names, or an open quote
  bool next();

  /// Valid until the next row.
  std::string_view text(std::size_t column) const { return fields_[column].text; }
  /// @throws config::InvalidInput if it is no finite number
  double number(std::size_t column) const;
  /// Nothing for an empty field.
  std::optional<double> number_or_none(std::size_t column) const;

  [[noreturn]] void fail(std::size_t column, const std::string& message) const;

private:
  struct Field {
    std::string_view text;
    std::size_t column = 0; ///< in the line, from 1
  };

  void split(std::string_view line);
  Field quoted(std::string_view line, std::size_t& at);

  Input* input_;
  std::vector<std::string> names_;
  std::vector<Field> fields_;
  std::vector<std::string> unquoted_; ///< fields with doubled quotes
};

} // namespace onsale::calibration
