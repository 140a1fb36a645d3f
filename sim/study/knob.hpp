/// Names under which a study turns a knob: all that `--set` takes, and two that reach the whole load.
///
///   vus   the most virtual users at a time, all looping scenarios together; each is scaled alike, ramps with all
///   stages rate  the highest rate of iterations, 1/s, all arrival-rate scenarios together; likewise
///
/// `a+b` turns both to the same value.
#pragma once

#include "sim/run/scenario.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace onsale::study {

/// What the knobs of a scenario stand at.
class Knobs {
public:
  /// @param scenario  read from request, to scale its load
  Knobs(const run::ScenarioRequest& request, const run::Scenario& scenario);

  /// What to give `--set` for this value. @throws config::InvalidInput at @p option if the load has no such knob or the
  /// value is none for it
  std::vector<std::string> sets(const std::string& names, const std::string& value, const std::string& option) const;

  /// The value that a knob has now, of several the first, a number above 0.
  /// @throws config::InvalidInput at @p option if there is none
  double present(const std::string& names, const std::string& option) const;

private:
  std::vector<std::string> sets_of_one(const std::string& name, const std::string& value,
                                       const std::string& option) const;
  double most_vus() const;
  double most_rate() const;

  k6::Options load_;
  std::filesystem::path file_;
  std::vector<std::string> base_sets_;
  std::vector<config::Settings::Line> settings_;
};

} // namespace onsale::study
