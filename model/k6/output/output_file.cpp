#include "model/k6/output/output_file.hpp"

#include "model/k6/output/output_gzip.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

namespace onsale::k6 {

OutputFile::OutputFile(std::string path) : path_(std::move(path))
{
  if (path_.ends_with(".gz"))
    gzip_ = std::make_unique<GzipEncoder>();
  if (path_ == "-") {
    descriptor_ = ::dup(STDOUT_FILENO);
  } else {
    std::error_code ignored;
    const auto status = std::filesystem::status(path_, ignored);
    const bool replaceable = not std::filesystem::exists(status) || std::filesystem::is_regular_file(status);
    if (replaceable) // the process number keeps replications that run side by side apart
      written_path_ = fmt::format("{}.{}.partial", path_, ::getpid());
    const auto& target = replaceable ? written_path_ : path_;
    descriptor_ = ::open(target.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  }
  if (descriptor_ < 0)
    fail(errno);
}

OutputFile::~OutputFile()
{
  if (descriptor_ < 0)
    return;
  ::close(descriptor_);
  if (not written_path_.empty())
    std::remove(written_path_.c_str());
}

void OutputFile::close()
{
  flush(true);
  if (not written_path_.empty() && ::fsync(descriptor_) != 0)
    fail(errno);
  // The rename comes before the descriptor is given up, so that any failure still removes the partial file.
  if (not written_path_.empty() && std::rename(written_path_.c_str(), path_.c_str()) != 0)
    fail(errno);
  written_path_.clear();
  if (::close(std::exchange(descriptor_, -1)) != 0)
    fail(errno);
}

void OutputFile::flush(bool at_end)
{
  write_out(gzip_ ? gzip_->encode(buffer_, at_end) : std::string_view{buffer_});
  buffer_.clear();
}

void OutputFile::write_out(std::string_view bytes)
{
  while (not bytes.empty()) {
    const auto written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR)
      fail(errno);
    if (written > 0)
      bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void OutputFile::fail(int error) const
{
  throw OutputError(fmt::format("cannot write {}: {}", path_, std::generic_category().message(error)));
}

} // namespace onsale::k6
