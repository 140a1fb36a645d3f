/// The k6 options of a test, from JSON that someone wrote down: k6's --config, or a report.
#pragma once

#include "model/k6/options/options.hpp"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace onsale::calibration {

/// A map without any is nothing; keys that are not options of k6 are passed over.
/// @param file  its name in messages
/// @throws config::InvalidInput naming file and fault
std::optional<k6::Options> read_k6_options(const nlohmann::ordered_json& options, const std::string& file);

/// Those of a file. @throws config::InvalidInput, also if there are none in it
k6::Options read_k6_options_file(const std::filesystem::path& path);

} // namespace onsale::calibration
