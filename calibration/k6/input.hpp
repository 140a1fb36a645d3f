/// Text that is read line by line: a file, plain or gzip, or a text in memory. However large the file, little of it is
/// in memory at one time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace onsale::calibration {

class Input {
public:
  /// A longer line is refused: no k6 writes one.
  static constexpr std::size_t longest_line_bytes = 1 << 20;

  /// Gzip is told by its first bytes, not by the name. @throws config::InvalidInput if the file cannot be opened
  explicit Input(const std::filesystem::path& path);
  /// @param text  must outlive the input
  Input(std::string name, std::string_view text);

  /// Enough to tell a format: the column names of a CSV file or the first line of NDJSON.
  static constexpr std::size_t head_bytes = 4096;

  /// The first bytes of the text (fewer if it is shorter), which stay to be read.
  /// @throws config::InvalidInput like next_line
  std::string_view peek(std::size_t bytes);

  /// The next line without its end (`\n` or `\r\n`), valid until the next call; nothing at the end of the text.
  /// @throws config::InvalidInput naming the byte where a gzip is damaged or cut off, or the line that is too long
  std::optional<std::string_view> next_line();

  /// All that is left, for formats that are read as a whole. @throws config::InvalidInput if it is more than `most`
  std::string read_all(std::size_t most_bytes);

  /// Called from time to time with the bytes of text that were read so far.
  void set_progress(std::function<void(std::uint64_t bytes)> progress) { progress_ = std::move(progress); }

  const std::string& name() const { return name_; }
  /// Of the line that was read last, from 1.
  int line() const { return line_; }

  /// Refuses the line that was read last. @param column  from 1; 0 if it is the line as a whole
  /// @throws config::InvalidInput
  [[noreturn]] void fail(std::size_t column, const std::string& message) const;

private:
  /// Fills the place with up to so many bytes; 0 at the end.
  using Pull = std::function<std::size_t(char* place, std::size_t bytes)>;

  /// Appends more of the text to what is not read yet. @return false at the end
  bool pull();

  std::string name_;
  Pull source_;
  std::function<void(std::uint64_t bytes)> progress_;
  std::uint64_t bytes_read_ = 0;
  std::string buffer_;
  std::size_t at_ = 0; ///< first byte of the buffer that was not returned yet
  bool at_end_ = false;
  int line_ = 0;
};

} // namespace onsale::calibration
