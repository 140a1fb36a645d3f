/// The summary as a script's handleSummary() is given it, and back.
#pragma once

#include "model/k6/summary/summary.hpp"

#include <string>

namespace onsale::k6 {

/// What k6 hands to handleSummary(), as JSON: metrics, root_group, options, state.
std::string handle_summary_data(const Summary& summary);

/// From what a script hands on to textSummary(), perhaps without some metrics. What is missing is left out.
Summary summary_from_data(const std::string& json);

} // namespace onsale::k6
