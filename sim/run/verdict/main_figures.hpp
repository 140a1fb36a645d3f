/// The figures of a run that are averaged, compared and tabulated: what a reader of k6's summary looks at first.
#pragma once

#include "model/k6/summary/summary.hpp"

#include <string>
#include <vector>

namespace onsale::run {

struct Figure {
  std::string name;     ///< `http_req_duration p(95)`
  bool is_time = false; ///< milliseconds
  double value = 0;
};

/// Every metric without sub-metrics, phases of a request, bytes and numbers of VUs; in the summary's order.
std::vector<Figure> main_figures(const k6::Summary& summary);

} // namespace onsale::run
