/// Options that all studies share: which scenario, how often, how many side by side, where results are kept.
#pragma once

#include "model/k6/output/output_file.hpp"
#include "sim/run/scenario.hpp"
#include "sim/study/runner.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace onsale::cli {

struct StudyOptions {
  std::string scenario;
  std::vector<std::string> sets;
  std::vector<std::string> application_files;
  std::string store;
  std::uint64_t seed = 1;
  std::size_t replications = 1;
  std::size_t jobs = 0; // 0: one for each core
  bool json = false;
  bool quiet = false;
};

/// All but the scenario itself, and --out.
void add_study_options(CLI::App& command, StudyOptions& options);
void add_scenario_option(CLI::App& command, StudyOptions& options);
void add_store_option(CLI::App& command, StudyOptions& options);

run::ScenarioRequest scenario_request(const std::string& scenario, const std::vector<std::string>& sets,
                                      const std::vector<std::string>& application_files);
run::ScenarioRequest scenario_request(const StudyOptions& options);

/// Version and a hash of the program's own bytes: what was computed by another build is not taken for its own.
std::string program_identity();

/// Opened if a file was named, else nothing.
std::unique_ptr<study::Store> open_store(const std::string& path);

/// `--csv FILE`, opened before the first run: a place that cannot be written to is told at once. Nothing for no path.
std::optional<k6::OutputFile> open_table(const std::string& path);

/// `[12/64] about 1m20s left` on standard error: redrawn on a terminal, else a line now and then.
class StudyProgress {
public:
  explicit StudyProgress(bool quiet);
  ~StudyProgress();
  StudyProgress(const StudyProgress&) = delete;
  StudyProgress& operator=(const StudyProgress&) = delete;
  void show(const study::Progress& progress);

private:
  using WallClock = std::chrono::steady_clock; // for people who wait; no result sees it
  bool quiet_;
  bool terminal_;
  bool drawn_ = false;
  WallClock::time_point start_ = WallClock::now();
  WallClock::time_point next_ = start_;
};

/// Broken laws are mistakes of this program. @return the exit code: 1, or 0 if there are none
int tell_broken_laws_of_study(const std::vector<std::string>& laws);

} // namespace onsale::cli
