/// JSON of a stranger: whatever is in it, the answer is a value or an error that names the place.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace onsale::calibration {

/// @param file  its name in messages
/// @throws config::InvalidInput naming line and column of what is no JSON, or of values inside each other to more than
///         100 levels
nlohmann::ordered_json parse_json(std::string_view text, const std::string& file);

/// No summary is larger.
inline constexpr std::size_t most_json_bytes = 64 << 20;

/// A whole file, plain or gzip. @throws config::InvalidInput as above, or if it is larger than that
nlohmann::ordered_json read_json(const std::filesystem::path& path);

} // namespace onsale::calibration
