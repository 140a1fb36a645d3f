#pragma once

#include "sim/run/load_flags.hpp"

#include <CLI/CLI.hpp>

namespace onsale::cli {

/// k6's own options of a load: --vus, --duration, --stage..
void add_load_options(CLI::App& command, run::LoadFlags& flags);

} // namespace onsale::cli
