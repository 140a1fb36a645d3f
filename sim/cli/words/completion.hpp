/// Completion scripts of the program for shells, made of its own commands and options.
#pragma once

#include "sim/cli/words/command_tree.hpp"

#include <string>
#include <vector>

namespace onsale::cli {

/// Each completes commands, options, the words that an option can have, names of scenarios (asked from `onsale
/// scenarios` at that moment), and files everywhere else.
std::string bash_completion(const std::vector<CommandText>& commands);
std::string zsh_completion(const std::vector<CommandText>& commands);
std::string fish_completion(const std::vector<CommandText>& commands);

} // namespace onsale::cli
