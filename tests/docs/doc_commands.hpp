/// What the documentation tells people to type.
#pragma once

#include <string>
#include <vector>

namespace onsale::docs {

/// One command, or a whole block of a shell script.
struct DocCommand {
  std::size_t line = 0; ///< on its page, from 1
  std::string text;     ///< for a shell
};

/// In order of the page. A fence ```sh is a script: all of it. In other fences and in blocks that are four spaces in,
/// lines that begin with `onsale` or `./dev run` count, with the lines that a backslash joins to them; what follows
/// three spaces or ` #` is a remark. `./dev run` becomes the program that it builds.
std::vector<DocCommand> doc_commands(const std::string& page);

/// The examples at the end of a command's help.
std::vector<DocCommand> help_examples(const std::string& help);

} // namespace onsale::docs
