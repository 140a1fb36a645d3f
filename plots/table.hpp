/// A CSV file of results as columns that are found by name (RFC 4180).
#pragma once

#include "plots/input_error.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::plots {

class Table {
public:
  /// @throws InputError if the file cannot be read, is empty or has a row of another length than its line of names
  static Table read(const std::filesystem::path& file);
  /// @param origin  what errors name
  static Table parse(std::string_view text, std::string origin);
  /// @param rows  [rows x names]
  static Table of(std::vector<std::string> names, std::vector<std::vector<std::string>> rows, std::string origin);

  std::size_t size() const { return rows_.size(); }
  const std::string& origin() const { return origin_; }
  const std::vector<std::string>& names() const { return names_; }
  bool has(std::string_view name) const;
  /// @throws InputError naming the column and those that are there
  std::size_t column(std::string_view name) const;

  const std::string& text(std::size_t row, std::size_t column) const { return rows_[row][column]; }
  /// @throws InputError if it is no finite number
  double number(std::size_t row, std::size_t column) const;
  /// [rows] of one column. @throws InputError as column() and number() do
  std::vector<double> numbers(std::string_view name) const;

private:
  std::string origin_;
  std::vector<std::string> names_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> lines_; ///< [rows] in the file, from 1
};

/// The whole text of a file. @throws InputError
std::string text_of(const std::filesystem::path& file);

} // namespace onsale::plots
