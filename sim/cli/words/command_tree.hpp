/// The program's commands and options as plain data: what completion scripts and the manual page are made of.
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace onsale::cli {

struct OptionText {
  std::vector<std::string> names; ///< `-q`, `--quiet`; empty for a positional argument
  std::string placeholder;        ///< what stands for its value; empty for a flag
  std::string description;
  std::vector<std::string> choices; ///< all values that there are; empty: any
  bool is_positional = false;
};

struct CommandText {
  std::string name; ///< as it is typed after `onsale`: `run`, `calibrate host`; empty for the program itself
  std::string description;
  std::string footer; ///< notes and examples
  std::vector<OptionText> options;
};

/// The program itself, then its commands in the order of their help, each followed by its own commands.
std::vector<CommandText> command_tree(const CLI::App& app);

/// With what a value of the option may begin, `server.tomcat.threads.max=`: of --set, --vary and the like; else
/// nothing.
std::vector<std::string> beginnings_of_value(const OptionText& option);

/// Whether an argument names a scenario: those of `onsale scenarios` can be offered for it.
bool takes_scenario(const OptionText& option);

} // namespace onsale::cli
