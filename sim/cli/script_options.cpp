#include "sim/cli/script_options.hpp"

#include "model/config/faults.hpp"

#include <fmt/format.h>

#include <utility>

namespace onsale::cli {
namespace {

/// `NAME=VALUE`, of which the last `=` counts where the name is a URL.
std::pair<std::string, std::string> name_and_value(const std::string& text, const char* option, std::size_t equals)
{
  if (equals == std::string::npos || equals == 0)
    throw config::InvalidInput({{option, 0, 0, fmt::format("\"{}\": expected NAME=VALUE", text)}});
  return {text.substr(0, equals), text.substr(equals + 1)};
}

} // namespace

void add_script_options(CLI::App& command, std::vector<std::string>& environment, std::vector<std::string>& imports)
{
  command.add_option("-e,--env", environment, "NAME=VALUE for a script's __ENV")->allow_extra_args(false);
  command.add_option("--import", imports, "URL=FILE: what a script imports by URL")->allow_extra_args(false);
}

javascript::Sources::Options script_sources(const std::vector<std::string>& environment,
                                            const std::vector<std::string>& imports)
{
  javascript::Sources::Options script;
  for (const std::string& text : environment)
    script.environment.insert(name_and_value(text, "--env", text.find('=')));
  for (const std::string& text : imports)
    script.import_as.insert(name_and_value(text, "--import", text.rfind('=')));
  return script;
}

} // namespace onsale::cli
