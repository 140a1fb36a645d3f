/// One measured test and the scenario that stands for it.
#pragma once

#include "calibration/fit/figure.hpp"
#include "model/config/node.hpp"
#include "sim/run/scenario.hpp"
#include "sim/run/simulate.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace onsale::fit {

struct TestRun {
  std::string name;               ///< of the test: `c-journey-baseline-1`
  std::filesystem::path scenario; ///< the test's file
  std::vector<std::string> sets;  ///< for every simulation of it
  double load_factor = 1;         ///< multiplies users and rates of the test
  /// Of the scenario, in place of the file's own: another load and another journey, say.
  std::vector<config::NodeEntry> sections;
  std::uint64_t hash = 0;        ///< of the scenario with its sets and load
  std::vector<std::string> subs; ///< `{name:seats}`: sub-metrics that the simulation is to keep
  Values measured;               ///< empty for a test that was not run
  std::vector<Figure> figures;
};

/// The test of a scenario file; without measured values its figures are to be filled in from a simulation.
/// @throws config::InvalidInput
TestRun test_run(const std::filesystem::path& scenario, const std::vector<std::string>& sets,
                 std::vector<config::NodeEntry> sections = {});

/// Figures of a test that nobody measured: those that a measurement with a sub-metric for each name would have.
void expect_figures(TestRun& test);

/// Where the measurement of one test lies.
struct Measurement {
  std::filesystem::path data;               ///< a folder with the files of one run, or a result file of k6
  std::vector<std::filesystem::path> usage; ///< resource usage of the system meanwhile; empty: what the folder has
  std::filesystem::path idle;               ///< resource usage without load; empty: none is taken off
};

/// Puts the measurement to the test. @throws config::InvalidInput if it cannot be read or tells no figure
void measure(TestRun& test, const Measurement& measurement);

/// Loads the scenario once more with the parameters' values.
run::Scenario scenario_of(const TestRun& test, const std::vector<std::string>& parameter_sets);

/// Key of what a simulation tells beside the figures of a measured test: seconds that the busiest host of the system
/// would have been busy with all its cores.
inline constexpr const char* busiest_host_s = "busiest host s";

/// What a simulated test tells, by the same keys as a measured one.
Values values_of(const run::RunResult& result);

} // namespace onsale::fit
