#include "model/config/faults.hpp"
#include "sim/cli/commands.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <exception>

int main(int argc, char** argv)
{
  CLI::App app("onsale predicts what a ticket-booking system does under load, before anyone loads it.", "onsale");
  app.set_version_flag("--version", ONSALE_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  int exit_code = 0;
  onsale::cli::add_replay(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const onsale::config::InvalidInput& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "onsale: {}\n", error.what());
    return 1;
  }
  return exit_code;
}
