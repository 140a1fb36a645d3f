/// Reading of the parts of k6's options: one scenario, the shortcuts, one executor. For read_options alone.
#pragma once

#include "model/config/object.hpp"
#include "model/k6/options/options.hpp"

#include <optional>
#include <string>

namespace onsale::k6 {

/// One entry of `scenarios`. @param name  its key
ScenarioOptions read_scenario(config::Object scenario, const std::string& name, const config::Place& place);

/// The scenario that vus, duration, iterations and stages mean: shared-iterations, constant-vus, ramping-vus or,
/// without any of them, one iteration of one VU. Nothing if there are `scenarios`; what does not go together is a
/// fault. Before k6 0.48 `vus` alone is such an iteration too.
std::optional<ScenarioOptions> read_shortcut(config::Object& options, const K6Version& version);

Tags read_tags(config::Object tags);

} // namespace onsale::k6
