/// A folder of result files that is there whole or not at all.
///
///   out/seats.4711.partial/   while the files are written
///   out/seats/                once all are on disk: one rename, which takes the place of an earlier result
#pragma once

#include <filesystem>
#include <string>

namespace onsale::run {

class ResultFolder {
public:
  /// Checks the place and makes the folder that is written to, so that a run does not end in a refusal.
  /// @throws config::InvalidInput if the place cannot be written to, or holds anything but an earlier result
  explicit ResultFolder(std::filesystem::path place);
  /// Without complete() before, nothing is left behind.
  ~ResultFolder();
  ResultFolder(const ResultFolder&) = delete;
  ResultFolder& operator=(const ResultFolder&) = delete;

  /// @throws k6::OutputError
  void add(const std::string& name, const std::string& text);
  /// @throws k6::OutputError
  void complete();

private:
  std::filesystem::path place_;
  std::filesystem::path written_; ///< empty once complete
};

} // namespace onsale::run
