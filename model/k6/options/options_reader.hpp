/// Reading of the parts of k6's options: one scenario, the shortcuts, one executor. For read_options alone.
#pragma once

#include "model/config/object.hpp"
#include "model/k6/options/options.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace onsale::k6 {

/// One entry of `scenarios`. @param name  its key
ScenarioOptions read_scenario(config::Object scenario, const std::string& name, const config::Place& place);

/// The scenario that vus, duration, iterations and stages mean: shared-iterations, constant-vus, ramping-vus or,
/// without any of them, one iteration of one VU. Nothing if there are `scenarios`; what does not go together is a
/// fault.
std::optional<ScenarioOptions> read_shortcut(config::Object& options);

/// A duration in k6's forms; a bare number is milliseconds. @param says  what it is for  @return nanoseconds
std::int64_t read_duration_ns(config::Object& object, std::string_view key, std::string_view says,
                              std::optional<double> default_s, double minimum_s = 0);

Tags read_tags(config::Object tags);

} // namespace onsale::k6
