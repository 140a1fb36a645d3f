/// The subcommands: each turns options into one call of sim/run.
#pragma once

#include <CLI/CLI.hpp>

namespace onsale::cli {

/// Each adds itself to the program; its callback does the work and sets the exit code.
void add_audit(CLI::App& app, int& exit_code);
void add_compare(CLI::App& app, int& exit_code);
void add_completion(CLI::App& app);
void add_explain(CLI::App& app, int& exit_code);
/// Words of the output, and commands.
void add_help(CLI::App& app);
void add_incidents(CLI::App& app);
void add_limit(CLI::App& app, int& exit_code);
void add_man(CLI::App& app);
void add_new(CLI::App& app);
void add_plot(CLI::App& app);
void add_calibrate(CLI::App& app, int& exit_code);
/// A subcommand of calibrate.
void add_calibrate_host(CLI::App& calibrate, int& exit_code);
void add_replay(CLI::App& app, int& exit_code);
void add_reference(CLI::App& app);
void add_report(CLI::App& app);
void add_run(CLI::App& app, int& exit_code);
void add_scenarios(CLI::App& app);
void add_schema(CLI::App& app);
void add_sweep(CLI::App& app, int& exit_code);

} // namespace onsale::cli
