/// What `onsale run` prints around the simulation: k6's words before and after, warnings, our own findings.
#pragma once

#include "sim/run/simulate.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace onsale::cli {

struct RunOptions {
  std::string scenario;
  std::string system;                   // whose test a script is
  std::vector<std::string> environment; // NAME=VALUE
  std::vector<std::string> imports;     // URL=FILE
  std::vector<std::string> sets;
  std::vector<std::string> application_files;
  std::vector<std::string> profiles;
  std::vector<std::string> outputs;
  std::string summary_export;
  std::string summary_mode = "compact";
  std::string out_dir;
  std::string start_time; // RFC 3339
  std::string junit;
  std::string markdown;
  std::uint64_t trace_every = 100;
  std::uint64_t seed = 1;
  std::size_t replications = 1;
  std::size_t jobs = 0; // 0: one for each core
  run::LoadFlags flags;
  bool check = false;
  bool anatomy = false;
  bool json = false;
  bool report = false;
  bool quiet = false;
  bool no_colour = false;
};

/// Warnings about the input, then k6's banner. @param outputs  as the banner names them
void tell_before(const RunOptions& options, const run::Scenario& scenario, const std::vector<std::string>& outputs);

/// A line of a script's console, as k6 logs it to stderr or to the file of --console-output.
std::string console_text(const javascript::LogLine& line);

/// What a script's handleSummary() says goes where it says.
void write_summary_outputs(const std::vector<std::pair<std::string, std::string>>& outputs);

/// Summary, last state, findings, and the tables that were asked for.
void tell_after(const RunOptions& options, const run::Scenario& scenario, const run::RunResult& result);

/// What k6 logs: warnings of the run, thresholds that were crossed.
void tell_warnings(const run::RunResult& result);

/// Broken laws are mistakes of this program; no threshold can tell anything of such a result.
/// @return the exit code: 1, or 0 if there are none
int tell_broken_laws(const std::vector<std::string>& laws, const RunOptions& options);

/// The command that shows a mistake of ours again.
void tell_how_to_repeat(const RunOptions& options);

} // namespace onsale::cli
