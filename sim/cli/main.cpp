#include "model/config/faults.hpp"
#include "model/config/wording.hpp"
#include "model/javascript/script_error.hpp"
#include "plots/input_error.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/commit.hpp"
#include "sim/cli/interrupt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

namespace {

constexpr int unusable_input = 2;

/// A misspelt command is told its nearest neighbour. @return whether it is one
bool is_misspelt(const CLI::App& app, const std::string& word)
{
  std::vector<std::string> commands;
  for (const CLI::App* command : app.get_subcommands({}))
    commands.push_back(command->get_name());
  if (word.starts_with("-") || std::find(commands.begin(), commands.end(), word) != commands.end())
    return false;
  fmt::print(stderr, "onsale: there is no command called {}{}\n", onsale::config::in_quotes(word),
             onsale::config::suggestion(word, commands));
  return true;
}

} // namespace

int main(int argc, char** argv)
{
  using namespace onsale;
  cli::hear_interrupts();
  CLI::App app("onsale predicts what a ticket-booking system does under load, before anyone loads it.", "onsale");
  app.set_version_flag("--version",
                       cli::commit().empty() ? ONSALE_VERSION : fmt::format("{} ({})", ONSALE_VERSION, cli::commit()));
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  app.footer("Examples:\n"
             "  onsale scenarios\n"
             "  onsale run examples/closed-web-tier\n"
             "  onsale replay queue-5000vu\n"
             "  onsale COMMAND --help");
  int exit_code = 0;
  cli::add_run(app, exit_code);
  cli::add_replay(app, exit_code);
  cli::add_incidents(app);
  cli::add_sweep(app, exit_code);
  cli::add_limit(app, exit_code);
  cli::add_compare(app, exit_code);
  cli::add_explain(app, exit_code);
  cli::add_audit(app, exit_code);
  cli::add_plot(app);
  cli::add_calibrate(app, exit_code);
  cli::add_report(app);
  cli::add_reference(app);
  cli::add_scenarios(app);
  cli::add_new(app);
  cli::add_schema(app);
  cli::add_completion(app);
  cli::add_man(app);
  cli::add_help(app);
  if (argc > 1 && is_misspelt(app, argv[1]))
    return unusable_input;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : unusable_input;
  } catch (const config::InvalidInput& error) {
    fmt::print(stderr, "{}\n", error.what());
    return unusable_input;
  } catch (const plots::InputError& error) {
    fmt::print(stderr, "{}\n", error.what());
    return unusable_input;
  } catch (const javascript::ScriptError& error) {
    fmt::print(stderr, "{}\n", error.what());
    return error.exit_code();
  } catch (const cli::Interrupted& interrupted) {
    return interrupted.exit_code;
  } catch (const std::exception& error) {
    fmt::print(stderr, "onsale: {}\n", error.what());
    return 1;
  }
  errno = 0;
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    fmt::print(stderr, "onsale: cannot write to standard output{}{}\n", errno != 0 ? ": " : "",
               errno != 0 ? std::strerror(errno) : "");
    return 1;
  }
  return exit_code;
}
