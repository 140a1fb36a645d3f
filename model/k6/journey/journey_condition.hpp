/// The small language of conditions in journeys:
///
///   condition  = group { "or" group }
///   group      = term { "and" term }
///   term       = operand ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) number
///              | operand ( "present" | "missing" | "empty" )
///              | "any check failed" | "all checks passed"
///   operand    = "status", a variable, or a response field (data.token, list[].id, response.order)
#pragma once

#include "model/k6/journey/journey_program.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace onsale::k6 {

/// A term whose operand is still a name.
struct ParsedTerm {
  std::string operand; ///< empty: whether a check of the iteration failed (1 or 0)
  Test test = Test::equal;
  double number = 0;
  bool ends_group = true; ///< the next term, if any, is joined by `or`
};

/// @throws std::invalid_argument saying what was expected and what was found
std::vector<ParsedTerm> parse_condition(std::string_view text);

/// Whether a name in a condition or selection means a response field by its form: it has a dot or `[]`.
bool is_field_name(std::string_view name);

/// The field that such a name means: `response.order` is how a field of one word is written.
std::string_view field_name(std::string_view name);

} // namespace onsale::k6
