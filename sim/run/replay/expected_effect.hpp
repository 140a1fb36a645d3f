/// What a report of incidents expects of a cure, and whether a simulation agrees.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace onsale::run {

/// One quantified effect of a report: `reduce_by` 0.4 to 0.5, `multiply_by` 3 at least, `reach` 0.9 at least, `within`
/// 1 s.
struct ExpectedEffect {
  std::string change;
  double from = 0;
  double to = 0; ///< same as `from` for a single figure
  bool at_least = false;
  std::string text; ///< `db.primary.load reduce_by 40-50%`
};

/// The first quantified effect of the action in the report; none if the report only describes it.
/// @throws config::InvalidInput if there is no such file, incident or action
std::optional<ExpectedEffect> expected_effect(const std::filesystem::path& report, const std::string& incident,
                                              const std::string& action);

/// The simulated change in the words of the effect: the cured figure against the untreated one.
///   reduce_by, shorten_by   1 - cured / untreated
///   increase_by             cured / untreated - 1
///   multiply_by             cured / untreated
///   reach, within           cured
double simulated_change(const ExpectedEffect& effect, double untreated, double cured);

/// Within a tenth of what is expected, or beyond it where the report says `at least` (`within`: at most).
bool agrees(const ExpectedEffect& effect, double simulated);

} // namespace onsale::run
