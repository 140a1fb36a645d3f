/// Reads the result of a k6 test from any of the files that the audit knows, told apart by what is in them.
#pragma once

#include "calibration/k6/k6_result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace onsale::calibration {

/// @throws config::InvalidInput naming file and fault
K6Result read_k6_result(const std::filesystem::path& path);

/// A whole file of JSON. @throws config::InvalidInput naming file and fault
nlohmann::ordered_json read_json(const std::filesystem::path& path);

/// k6 options written as JSON. A map without any is nothing; keys that are not options of k6 are passed over.
/// @throws config::InvalidInput naming file and fault
std::optional<load::Options> read_k6_options(const nlohmann::ordered_json& options, const std::string& file);

/// Published results under a folder of scenarios, in order of their paths: the JSON files of every `published` folder
/// that hold `results` (others there describe the system).
std::vector<std::filesystem::path> find_published(const std::filesystem::path& root);

} // namespace onsale::calibration
