#include "calibration/k6/input.hpp"

#include "calibration/k6/utf16.hpp"
#include "model/config/faults.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

namespace onsale::calibration {
namespace {

constexpr std::size_t chunk_bytes = 1 << 18;

[[noreturn]] void refuse(const std::string& file, std::string message)
{
  throw config::InvalidInput({{file, 0, 0, std::move(message)}});
}

struct GzipClose {
  void operator()(gzFile_s* file) const { gzclose(file); }
};

/// zlib reads both: a file without gzip's first two bytes passes through as it is.
class GzipFile {
public:
  explicit GzipFile(const std::filesystem::path& path) : name_(path.string())
  {
    if (std::filesystem::is_directory(path))
      refuse(name_, "is a folder, not a file");
    file_.reset(gzopen(path.c_str(), "rb"));
    if (not file_)
      refuse(name_, std::strerror(errno));
    gzbuffer(file_.get(), chunk_bytes);
  }

  std::size_t read(char* place, std::size_t bytes) const
  {
    const int got = gzread(file_.get(), place, static_cast<unsigned>(bytes));
    int code = Z_OK;
    const char* const reason = gzerror(file_.get(), &code);
    if (got < 0 || code == Z_BUF_ERROR)
      refuse(name_, fmt::format("damaged near byte {} of the file: {}", gzoffset(file_.get()),
                                code == Z_BUF_ERROR ? "the gzip is cut off"
                                : code == Z_ERRNO   ? std::strerror(errno)
                                                    : reason));
    return static_cast<std::size_t>(got);
  }

private:
  std::string name_;
  std::unique_ptr<gzFile_s, GzipClose> file_;
};

/// A source whose first bytes say that it is UTF-16 is decoded; any other passes through as it is.
class Utf8Source {
public:
  explicit Utf8Source(std::function<std::size_t(char*, std::size_t)> source) : source_(std::move(source)) {}

  std::size_t read(char* place, std::size_t bytes)
  {
    if (not begun_)
      begin();
    if (not decoder_) {
      const std::size_t held = held_.copy(place, bytes);
      held_.erase(0, held);
      return held > 0 ? held : source_(place, bytes);
    }
    while (held_.empty()) {
      std::string raw(bytes, '\0');
      raw.resize(source_(raw.data(), bytes));
      if (raw.empty())
        return 0;
      held_ = decoder_->decode(raw);
    }
    const std::size_t given = held_.copy(place, bytes);
    held_.erase(0, given);
    return given;
  }

private:
  void begin()
  {
    begun_ = true;
    char mark[2];
    while (held_.size() < sizeof mark) {
      const std::size_t got = source_(mark, sizeof mark - held_.size());
      if (got == 0)
        return;
      held_.append(mark, got);
    }
    const bool big = held_ == Utf16Decoder::big_endian_mark;
    if (not big && held_ != Utf16Decoder::little_endian_mark)
      return;
    decoder_.emplace(big);
    held_.clear();
  }

  std::function<std::size_t(char*, std::size_t)> source_;
  std::optional<Utf16Decoder> decoder_;
  std::string held_; ///< read and not given yet
  bool begun_ = false;
};

std::function<std::size_t(char*, std::size_t)> in_utf8(std::function<std::size_t(char*, std::size_t)> source)
{
  return [text = std::make_shared<Utf8Source>(std::move(source))](char* place, std::size_t bytes) {
    return text->read(place, bytes);
  };
}

} // namespace

Input::Input(const std::filesystem::path& path) : name_(path.string())
{
  source_ = in_utf8(
      [file = std::make_shared<GzipFile>(path)](char* place, std::size_t bytes) { return file->read(place, bytes); });
}

Input::Input(std::string name, std::string_view text) : name_(std::move(name))
{
  source_ = [text](char* place, std::size_t bytes) mutable {
    const std::size_t taken = text.copy(place, bytes);
    text.remove_prefix(taken);
    return taken;
  };
}

bool Input::pull()
{
  if (at_end_)
    return false;
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t before = buffer_.size();
  buffer_.resize(before + chunk_bytes);
  const std::size_t got = source_(buffer_.data() + before, chunk_bytes);
  buffer_.resize(before + got);
  at_end_ = got == 0;
  bytes_read_ += got;
  if (progress_)
    progress_(bytes_read_);
  return not at_end_;
}

std::string_view Input::peek(std::size_t bytes)
{
  while (buffer_.size() - at_ < bytes && pull()) {
  }
  return std::string_view(buffer_).substr(at_, bytes);
}

std::optional<std::string_view> Input::next_line()
{
  ++line_;
  std::size_t searched = 0;
  std::size_t end = std::string::npos;
  while ((end = buffer_.find('\n', at_ + searched)) == std::string::npos) {
    searched = buffer_.size() - at_;
    if (searched > longest_line_bytes)
      fail(0, fmt::format("a line of more than {} bytes", longest_line_bytes));
    if (not pull())
      break;
  }
  if (end == std::string::npos && at_ == buffer_.size())
    return std::nullopt;
  end = std::min(end, buffer_.size());
  std::string_view line = std::string_view(buffer_).substr(at_, end - at_);
  at_ = std::min(end + 1, buffer_.size());
  if (line.ends_with('\r'))
    line.remove_suffix(1);
  return line;
}

std::string Input::read_all(std::size_t most_bytes)
{
  while (buffer_.size() - at_ <= most_bytes && pull()) {
  }
  if (buffer_.size() - at_ > most_bytes)
    refuse(name_, fmt::format("more than {} MiB, too large for a file of this kind", most_bytes >> 20U));
  std::string all = buffer_.substr(at_);
  at_ = buffer_.size();
  return all;
}

void Input::fail(std::size_t column, const std::string& message) const
{
  throw config::InvalidInput({{name_, line_, std::max(1, static_cast<int>(column)), message}});
}

} // namespace onsale::calibration
