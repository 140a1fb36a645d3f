#pragma once

#include "model/javascript/engine/sources.hpp"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace onsale::cli {

/// `-e NAME=VALUE` and `--import URL=FILE`.
void add_script_options(CLI::App& command, std::vector<std::string>& environment, std::vector<std::string>& imports);

/// What --env (NAME=VALUE) and --import (URL=FILE) say. @throws config::InvalidInput
javascript::Sources::Options script_sources(const std::vector<std::string>& environment,
                                            const std::vector<std::string>& imports);

} // namespace onsale::cli
