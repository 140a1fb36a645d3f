#include "sim/cli/data_folder.hpp"

#include <cstdlib>
#include <system_error>

namespace onsale::cli {

std::filesystem::path data_folder()
{
  if (const char* folder = std::getenv("ONSALE_DATA"))
    return folder;
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  auto installed = (program.parent_path() / ONSALE_DATA_FROM_BIN).lexically_normal();
  if (not error && std::filesystem::is_directory(installed / "scenarios", error))
    return installed;
  return ONSALE_SOURCE_DIR;
}

std::filesystem::path scenarios_folder(const std::string& given)
{
  return given.empty() ? data_folder() / "scenarios" : std::filesystem::path(given);
}

} // namespace onsale::cli
