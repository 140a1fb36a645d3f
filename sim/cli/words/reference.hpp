/// The reference of all commands and options, made of the program's own: docs/reference.md.
#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace onsale::cli {

/// Markdown. The same build gives the same bytes on every machine.
std::string reference(const CLI::App& app);

} // namespace onsale::cli
