#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace onsale::config {

/// A folder of files for one test, removed at its end.
class TemporaryFolder {
public:
  TemporaryFolder()
  {
    auto pattern = (std::filesystem::temp_directory_path() / "onsale-config-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
      throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::filesystem::path write(const std::string& name, std::string_view text) const
  {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

  /// A text without this folder's chance name.
  std::string shortened(std::string text) const
  {
    const auto prefix = path_.string() + "/";
    for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
      text.erase(at, prefix.size());
    return text;
  }

private:
  std::filesystem::path path_;
};

} // namespace onsale::config
