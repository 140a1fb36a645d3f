#include "calibration/fit/store.hpp"

#include "model/config/faults.hpp"
#include "model/k6/output/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

namespace onsale::fit {
namespace {

using nlohmann::json;

[[noreturn]] void fail(const std::filesystem::path& path)
{
  throw k6::OutputError(path.string() + ": " + std::strerror(errno));
}

} // namespace

Store::Store(std::filesystem::path path) : path_(std::move(path))
{
  if (path_.empty())
    return;
  read();
  descriptor_ = open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor_ < 0)
    fail(path_);
}

Store::~Store()
{
  if (descriptor_ >= 0)
    close(descriptor_);
}

void Store::read()
{
  std::ifstream file(path_);
  if (not file)
    return;
  std::ostringstream content;
  content << file.rdbuf();
  const std::string text = content.str();
  int line = 0;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; begin = end + 1, end = text.find('\n', begin)) {
    ++line;
    try {
      const json entry = json::parse(text.substr(begin, end - begin));
      values_[std::stoull(entry.at("key").get<std::string>(), nullptr, 16)] = entry.at("values").get<Values>();
    } catch (const std::exception&) { // of the JSON library and of stoull alike
      throw config::InvalidInput(
          {{path_.string(), line, 0,
            "expected a simulation stored by `onsale calibrate`; remove the file to begin anew"}});
    }
  }
  if (begin < text.size())
    std::filesystem::resize_file(path_, begin);
}

const Values* Store::find(std::uint64_t key) const
{
  const auto found = values_.find(key);
  return found == values_.end() ? nullptr : &found->second;
}

void Store::add(std::uint64_t key, Values values)
{
  if (descriptor_ >= 0) {
    const std::string line = json{{"key", fmt::format("{:016x}", key)}, {"values", values}}.dump() + "\n";
    // One write to a file opened for appending: a kill leaves a whole line or the beginning of the last one.
    for (std::size_t done = 0; done < line.size();) {
      const ssize_t n = write(descriptor_, line.data() + done, line.size() - done);
      if (n < 0 && errno != EINTR)
        fail(path_);
      done += n > 0 ? static_cast<std::size_t>(n) : 0;
    }
  }
  values_[key] = std::move(values);
}

} // namespace onsale::fit
