/// Parameters of scenarios from measured tests, with what is known of them and what is not.
#pragma once

#include "calibration/fit/design.hpp"
#include "calibration/fit/parameter.hpp"
#include "calibration/fit/test_run.hpp"
#include "calibration/fit/uncertainty.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace onsale::fit {

struct CalibrateOptions {
  std::uint64_t seed = 1;
  std::size_t jobs = 1;
  std::uint32_t replications = 2;        ///< of each simulated test: their mean is the prediction
  std::uint32_t noise_replications = 12; ///< that tell how much a test's figures scatter; >= 3
  double model_error = 0.02;             ///< least relative error that the model is granted in any figure
  std::size_t other_starts = 3;          ///< of further searches, where the first explains the data badly
  bool advise = true;                    ///< look for the next test
  std::string program = {};              ///< see Simulator::Options
};

/// Where a calibration stands.
struct Progress {
  std::string phase;
  std::size_t done = 0; ///< simulations, of this process
  std::size_t left = 0; ///< a forecast
  double loss = 0;      ///< 0: not known yet
};

/// A test beside its prediction.
struct ComparedTest {
  std::string name;
  std::vector<Figure> figures;
  Values measured;
  Values predicted; ///< means over the replications
  Values noise;     ///< by name of the figure: standard deviation of one test, relative
};

struct Calibration {
  std::vector<Parameter> parameters;
  Coordinates start; ///< of the simulated fit: what the laws of queueing gave
  Coordinates at;
  std::vector<double> misfits; ///< of the searches, in their order; one where the first explains the data
  Uncertainty uncertainty;
  std::vector<ComparedTest> fitted;        ///< tests that the parameters were fitted to
  std::vector<ComparedTest> held_out;      ///< tests that the fit did not see
  std::vector<std::string> dropped;        ///< parameters of `auto` that the data do not tell
  std::vector<Advice> advice;              ///< best first
  std::vector<std::string> not_alone = {}; ///< sentences: endpoints that no test can have alone
  std::size_t simulations = 0;             ///< made by this process
};

struct CalibrateRequest {
  std::vector<TestRun> data;     ///< measured tests to fit
  std::vector<TestRun> held_out; ///< measured tests to predict
  std::vector<TestRun> others;   ///< tests of the system without data: candidates for the next one
  std::vector<Parameter> parameters;
  bool automatic = false; ///< leave out what the data do not tell
};

Calibration calibrate(const CalibrateRequest& request, const CalibrateOptions& options, Store& store,
                      const std::function<void(const Progress&)>& progress);

} // namespace onsale::fit
