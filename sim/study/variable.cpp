#include "sim/study/variable.hpp"

#include "model/config/units.hpp"
#include "model/config/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

namespace onsale::study {
namespace {

/// What is wrong with a text; becomes a fault of the variable.
struct Wrong : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

struct Quantity {
  double number = 0;
  std::string unit;
  bool whole = false;
};

Quantity quantity(std::string_view text)
{
  const auto digits = std::min(text.find_first_not_of("+-0123456789.eE"), text.size());
  const auto parsed = config::parse_number(text.substr(0, digits));
  if (not parsed.value)
    throw Wrong(fmt::format("expected a number, with a unit if it has one, found {}", config::in_quotes(text)));
  return {*parsed.value, std::string(text.substr(digits)), text.substr(0, digits).find('.') == std::string_view::npos};
}

struct Ends {
  Variable::Range range;
  std::string_view last; ///< what stands behind the colon
};

Ends ends_of(std::string_view text, std::string_view form)
{
  const auto dots = text.find("..");
  const auto colon = text.find(':', dots);
  if (dots == std::string_view::npos || colon == std::string_view::npos)
    throw Wrong(fmt::format("expected {}, found {}", form, config::in_quotes(text)));
  const Quantity low = quantity(text.substr(0, dots));
  const Quantity high = quantity(text.substr(dots + 2, colon - dots - 2));
  if (low.unit != high.unit)
    throw Wrong(fmt::format("the ends of a range have one unit, found {} and {}", config::in_quotes(low.unit),
                            config::in_quotes(high.unit)));
  if (not(low.number < high.number))
    throw Wrong(fmt::format("a range goes from the smaller to the larger end, found {}", config::in_quotes(text)));
  return {{low.number, high.number, false, low.whole && high.whole, low.unit}, text.substr(colon + 1)};
}

std::string written(double value, const Variable::Range& range)
{
  return fmt::format("{:.12g}", range.whole ? std::round(value) : value) + range.unit;
}

void add(Variable& variable, const std::string& value)
{
  if (std::find(variable.values.begin(), variable.values.end(), value) == variable.values.end())
    variable.values.push_back(value);
}

void read_logarithmic(Variable& variable, std::string_view text)
{
  Ends ends = ends_of(text, "log(A..B:N)");
  const auto count = config::parse_integer(ends.last).value.value_or(0);
  if (count < 2 || count > static_cast<std::int64_t>(most_values))
    throw Wrong(fmt::format("log(A..B:N) has 2 to {} values, found {}", most_values, config::in_quotes(ends.last)));
  if (ends.range.low <= 0)
    throw Wrong("equal ratios need ends above 0");
  ends.range.logarithmic = true;
  for (std::int64_t i = 0; i < count; ++i)
    add(variable, ends.range.at(static_cast<double>(i) / static_cast<double>(count - 1)));
  variable.range = ends.range;
}

void read_steps(Variable& variable, std::string_view text)
{
  Ends ends = ends_of(text, "A..B:STEP");
  const Quantity step = quantity(ends.last);
  if (not step.unit.empty() && step.unit != ends.range.unit)
    throw Wrong(fmt::format("the step has the unit of the ends or none, found {}", config::in_quotes(ends.last)));
  const double steps = (ends.range.high - ends.range.low) / step.number;
  if (not(step.number > 0) || steps > static_cast<double>(most_values))
    throw Wrong(fmt::format("expected a step above 0 with at most {} values, found {}", most_values,
                            config::in_quotes(ends.last)));
  ends.range.whole = ends.range.whole && step.whole;
  // Each value is counted from the low end, so that rounding does not add up; the last may be the high end.
  for (std::size_t i = 0; static_cast<double>(i) <= steps + 1e-9; ++i)
    add(variable, written(ends.range.low + static_cast<double>(i) * step.number, ends.range));
  variable.range = ends.range;
}

void read_list(Variable& variable, std::string_view text)
{
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(',', begin), text.size());
    if (end == begin)
      throw Wrong(fmt::format("expected values between the commas, found {}", config::in_quotes(text)));
    add(variable, std::string(text.substr(begin, end - begin)));
    begin = end + 1;
  }
}

} // namespace

std::string Variable::Range::at(double share) const
{
  return written(logarithmic ? low * std::pow(high / low, share) : low + (high - low) * share, *this);
}

Variable parse_variable(std::string_view text, config::Faults& faults)
{
  Variable variable;
  const auto equals = text.find('=');
  variable.name = std::string(text.substr(0, equals));
  try {
    if (equals == std::string_view::npos || equals == 0)
      throw Wrong(fmt::format("expected NAME=V1,V2,.. or NAME=A..B:STEP or NAME=log(A..B:N), found {}",
                              config::in_quotes(text)));
    const std::string_view values = text.substr(equals + 1);
    if (values.starts_with("log(") && values.ends_with(")"))
      read_logarithmic(variable, values.substr(4, values.size() - 5));
    else if (values.find("..") != std::string_view::npos && values.find(',') == std::string_view::npos)
      read_steps(variable, values);
    else
      read_list(variable, values);
  } catch (const Wrong& wrong) {
    faults.add({"--vary"}, (equals == std::string_view::npos ? "" : variable.name + ": ") + wrong.what());
    variable.values.clear();
  }
  return variable;
}

} // namespace onsale::study
