#pragma once

#include "model/config/faults.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace onsale::config {

/// Reads a whole text file, at most 4 MiB of UTF-8 without control characters. A byte order mark is removed.
/// @param asked_at  where the file was asked for (an `include:`), or the file itself
/// @return nothing after a fault, which for a missing file names the nearest file of that folder
std::optional<std::string> read_text_file(const std::filesystem::path& path, const Place& asked_at, Faults& faults);

/// Adds a fault at the first byte that is not readable text: NUL and other control characters, invalid UTF-8.
/// @return whether the text is clean
bool check_text(std::string_view text, const std::string& file, Faults& faults);

} // namespace onsale::config
