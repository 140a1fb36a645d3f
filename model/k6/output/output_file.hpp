#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace onsale::k6 {

/// A file could not be written: which, and what the system said (`raw.csv: No space left on device`).
struct OutputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class GzipEncoder;

/// A file that is there whole or not at all: written next to its place under another name, forced to disk and renamed
/// by close(). Gzip if the path ends in `.gz`. `-` is standard output, and what exists but is no regular file (a pipe,
/// a device) is written to directly.
class OutputFile {
public:
  /// @throws OutputError if it cannot be created
  explicit OutputFile(std::string path);
  /// Without close() before, nothing is left behind.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  /// @throws OutputError, here or later, since the text is buffered
  void write(std::string_view text)
  {
    buffer_ += text;
    if (buffer_.size() >= buffer_bytes)
      flush(false);
  }

  /// @throws OutputError if the file is not complete and on disk
  void close();

private:
  static constexpr std::size_t buffer_bytes = 1 << 16;

  void flush(bool at_end);
  void write_out(std::string_view bytes);
  [[noreturn]] void fail(int error) const;

  std::string path_;
  std::string written_path_; ///< empty when the place itself is written to
  int descriptor_ = -1;
  std::string buffer_;
  std::unique_ptr<GzipEncoder> gzip_;
};

} // namespace onsale::k6
