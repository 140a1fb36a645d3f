/// The file of a scenario with fitted values in it: the text as its author wrote it, with other numbers and where they
/// come from.
#pragma once

#include "calibration/fit/calibrate.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace onsale::fit {

struct CalibratedFile {
  std::filesystem::path original;
  std::string text;
};

/// Each file in which parameters are written, in order of first appearance. Above a line with a fitted value stands a
/// comment with its interval; at the top of the file stands what it was fitted to. Comments of an earlier calibration
/// are replaced.
/// @param version  of onsale, for the comment at the top
/// @throws config::InvalidInput if a file changed since it was read
std::vector<CalibratedFile> calibrated_files(const Calibration& calibration, const std::string& version);

/// `0.82ms [0.79ms, 0.85ms]`
std::string interval_text(const Parameter& parameter, const ParameterInterval& interval);

} // namespace onsale::fit
