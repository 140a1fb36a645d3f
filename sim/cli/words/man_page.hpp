/// The manual page, made of the program's own commands and options.
#pragma once

#include "sim/cli/words/command_tree.hpp"

#include <string>
#include <vector>

namespace onsale::cli {

/// In the language of man(7). @param version  of the program
std::string man_page(const std::vector<CommandText>& commands, const std::string& version);

} // namespace onsale::cli
