#include "plots/sweep_pictures.hpp"

#include "plots/hockey_stick.hpp"
#include "plots/knob_bars.hpp"
#include "plots/surface.hpp"
#include "plots/table.hpp"

#include <fmt/format.h>

namespace onsale::plots {
namespace {

/// Figures are two words, metric and statistic; a variable may have a space, too, but only behind a dot: it is a path.
bool is_variable(const std::string& column)
{
  const std::string first_word = column.substr(0, column.find(' '));
  return (first_word == column || first_word.find('.') != std::string::npos) && column != "bottleneck" &&
         column != "thresholds_crossed";
}

/// The table begins with `point` and one column for each variable.
std::vector<std::string> variables_of(const Table& table)
{
  std::vector<std::string> variables;
  for (std::size_t i = 1; i < table.names().size() && is_variable(table.names()[i]); ++i)
    variables.push_back(table.names()[i]);
  return variables;
}

} // namespace

Pictures sweep_pictures(const std::filesystem::path& table_file, const std::optional<Slo>& slo)
{
  const Table table = Table::read(table_file);
  const auto variables = variables_of(table);
  if (table.names().front() != "point" || variables.empty() || table.size() == 0)
    throw InputError(fmt::format("{}: expected the table of a sweep (`onsale sweep ... --csv FILE`), found {}",
                                 table_file.string(),
                                 table.names().front() == "point" ? "one without variables or points"
                                                                  : "a column " + table.names().front() + " first"));
  if (is_one_at_a_time(table, variables))
    return {knob_bars(table, variables, slo)};
  if (variables.size() > 3)
    throw InputError(fmt::format("{}: {} variables do not fit into one picture; a grid of one, two or three does, or "
                                 "--design one-at-a-time",
                                 table_file.string(), variables.size()));
  return {variables.size() == 1 ? hockey_stick(table, variables.front(), slo) : surface(table, variables)};
}

} // namespace onsale::plots
