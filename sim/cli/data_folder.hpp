/// Where the files that come with onsale are: beside the installed program, else in the source tree it was built from.
#pragma once

#include <filesystem>

namespace onsale::cli {

/// The folder that holds `scenarios`. ONSALE_DATA in the environment comes first.
std::filesystem::path data_folder();

} // namespace onsale::cli
