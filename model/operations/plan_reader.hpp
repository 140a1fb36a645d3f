/// Reading `faults:`, `actions:`, `signs:` and `background:` of a scenario.
#pragma once

#include "model/config/object.hpp"
#include "model/config/settings.hpp"
#include "model/operations/plan.hpp"

#include <string>
#include <vector>

namespace onsale::operations {

Plan read_plan(config::Object& top, const config::Settings& settings, const system::SystemOptions& system);

} // namespace onsale::operations
