/// Reads the result of a k6 test from any of the files that k6 writes, told apart by what is in them, not by their
/// names: end-of-test text, --summary-export, the data of handleSummary, the machine-readable summary, --out csv and
/// --out json (each also packed by gzip), and the published form of a report beside a scenario.
#pragma once

#include "calibration/k6/input.hpp"
#include "calibration/k6/k6_result.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace onsale::calibration {

/// Hears how much of a file was read, bytes of text.
using ReadProgress = std::function<void(const std::string& file, std::uint64_t bytes)>;

/// With the options of a `config.json` beside the file, if there is one.
/// @throws config::InvalidInput naming file, place and fault
K6Result read_k6_result(const std::filesystem::path& path, const ReadProgress& progress = {});

/// @throws config::InvalidInput naming place and fault
K6Result read_k6_result(Input& input);

/// The files of a folder (not of those in it) that are results, in order of their names. None is no fault.
std::vector<std::filesystem::path> find_results(const std::filesystem::path& folder);

/// Published results under a folder of scenarios, in order of their paths: the JSON files of every `published` folder
/// that hold `results` (others there describe the system).
std::vector<std::filesystem::path> find_published(const std::filesystem::path& root);

} // namespace onsale::calibration
