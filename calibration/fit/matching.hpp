/// Which scenario stands for which measured run, and which values of the scenarios are fitted.
#pragma once

#include "calibration/fit/calibrate.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace onsale::fit {

struct CalibrateInput {
  std::vector<std::filesystem::path> scenarios; ///< test files
  std::vector<std::string> data;                ///< folder or k6 result file of a run, or TEST=PATH
  std::vector<std::string> held_out;            ///< the same
  std::vector<std::string> usage; ///< CPU time of processes, RUN=FILE or, of a single run, FILE; several follow
  std::filesystem::path idle;     ///< folder or CSV of the system without load; empty: none
  std::vector<std::string> fit;   ///< names of values, or `auto` alone
  std::vector<std::string> sets;  ///< for all tests
};

/// A run belongs to the test whose file is called as the run's folder (or file) is; with one scenario and one run no
/// name is asked for. Several runs may belong to one test. Tests without data become candidates for the next one.
/// @throws config::InvalidInput: no such test (with the nearest), a value that is not there, or not the same in all
/// tests
CalibrateRequest calibrate_request(const CalibrateInput& input);

} // namespace onsale::fit
