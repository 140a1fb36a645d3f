/// The load that was asked for, as lines that a small drawing can show.
#pragma once

#include "model/k6/options/options.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onsale::run {

struct LoadShape {
  std::string scenario;
  std::string_view executor; ///< k6's name
  std::string_view unit;     ///< `VUs`, or `iterations/s` of an open load
  /// Seconds since the start of the load, value; straight lines between them. Iterations that are shared or counted per
  /// VU have no planned end: their line lasts as long as they may.
  std::vector<std::pair<double, double>> points;
};

/// One for each scenario of the load, in the order of the file.
std::vector<LoadShape> load_shapes(const k6::Options& options);

} // namespace onsale::run
