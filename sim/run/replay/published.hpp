/// Published results of a load test, as kept beside its scenario, and their comparison with a prediction.
#pragma once

#include "calibration/audit/audit.hpp"
#include "model/k6/summary/summary.hpp"
#include "sim/run/scenario.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace onsale::run {

/// One figure: times in seconds, shares from 0 to 1.
struct PublishedFigure {
  std::string metric; ///< k6's name
  std::string stat;   ///< avg, med, p90.., count, rate, passes..
  double value = 0;
};

/// @throws config::InvalidInput naming file and fault
std::vector<PublishedFigure> read_published_figures(const std::filesystem::path& path);

struct Comparison {
  std::string name;     ///< `http_req_duration avg`
  double published = 0; ///< seconds, counts, shares
  double predicted = 0; ///< of several replications the median,
  double lowest = 0;    ///< the least
  double highest = 0;   ///< and the most that one of them predicts
  bool is_time = false;
  bool admissible = true; ///< false: the published figure breaks a law
  std::string broken_law; ///< which, with the arithmetic; empty for an admissible figure
  double target = -1;     ///< largest relative error wanted; below 0: none is set

  /// (predicted - published) / published; where 0 was published, 0 if 0 is predicted and infinite otherwise
  double relative_error() const;
  bool met() const;
};

/// Every published figure that the summary predicts, in the order of the summary's metrics.
std::vector<Comparison> compare(const std::vector<PublishedFigure>& figures, const k6::Summary& summary,
                                const Published& published);

/// Marks the figures that break a law. A result that contradicts itself is no target in any of its figures, since
/// nothing tells which of them are right.
/// @return whether any figure of the result breaks a law, compared or not
bool admit_only_sound(std::vector<Comparison>& comparisons, const std::vector<calibration::BrokenFigure>& broken);

} // namespace onsale::run
