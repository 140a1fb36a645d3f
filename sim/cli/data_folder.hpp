/// Where the files that come with onsale are: beside the installed program, else in the source tree it was built from.
#pragma once

#include <filesystem>
#include <string>

namespace onsale::cli {

/// The folder that holds `scenarios`. ONSALE_DATA in the environment comes first.
std::filesystem::path data_folder();

/// The folder of scenarios that the user gave, or the one that comes with onsale.
std::filesystem::path scenarios_folder(const std::string& given = "");

} // namespace onsale::cli
