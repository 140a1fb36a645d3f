#include "sim/run/output/result_folder.hpp"

#include "model/config/faults.hpp"
#include "model/k6/output/output_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>

namespace onsale::run {
namespace {

namespace fs = std::filesystem;

/// What a result folder may hold; report.html is made from the others later.
constexpr std::array<std::string_view, 12> result_names = {
    "anatomy.csv",  "failures.csv",  "latencies.csv", "endpoints.csv",  "endpoint_timeseries.csv",
    "outcomes.csv", "manifest.json", "summary.json",  "timeseries.csv", "advice.csv",
    "blame.csv",    "report.html"};

[[noreturn]] void refuse_place(const fs::path& place, const std::string& why)
{
  throw config::InvalidInput({{"--out-dir", 0, 0, fmt::format("{}: {}", place.string(), why)}});
}

void must_be_replaceable(const fs::path& place)
{
  std::error_code error;
  const auto status = fs::status(place, error);
  if (not fs::exists(status))
    return;
  if (not fs::is_directory(status))
    refuse_place(place, "is a file, expected a folder");
  std::string foreign;
  for (auto entry = fs::directory_iterator(place, error); not error && entry != fs::directory_iterator();
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const bool ours = std::find(result_names.begin(), result_names.end(), name) != result_names.end();
    if (not ours && (foreign.empty() || name < foreign)) // directory order is chance
      foreign = name;
  }
  if (error)
    refuse_place(place, "cannot be read: " + error.message());
  if (not foreign.empty())
    refuse_place(place, "is no result folder, since it holds " + foreign + "; it would be replaced as a whole");
}

} // namespace

ResultFolder::ResultFolder(fs::path place) : place_(std::move(place))
{
  place_ = place_.lexically_normal();
  if (not place_.has_filename()) // `out/seats/`
    place_ = place_.parent_path();
  must_be_replaceable(place_);
  std::error_code error;
  if (place_.has_parent_path())
    fs::create_directories(place_.parent_path(), error);
  const fs::path written = fmt::format("{}.{}.partial", place_.string(), ::getpid());
  if (not error)
    fs::create_directory(written, error);
  if (error)
    refuse_place(place_, "cannot be written: " + error.message());
  written_ = written;
}

ResultFolder::~ResultFolder()
{
  std::error_code ignored;
  if (not written_.empty())
    fs::remove_all(written_, ignored);
}

void ResultFolder::add(const std::string& name, const std::string& text)
{
  k6::OutputFile file((written_ / name).string());
  file.write(text);
  file.close();
}

void ResultFolder::complete()
{
  std::error_code error;
  const fs::path earlier = written_.string() + ".earlier";
  const bool replaces = fs::exists(place_, error);
  if (replaces)
    fs::rename(place_, earlier, error);
  if (not error)
    fs::rename(written_, place_, error);
  if (error) {
    std::error_code ignored;
    if (replaces)
      fs::rename(earlier, place_, ignored);
    throw k6::OutputError(fmt::format("cannot write {}: {}", place_.string(), error.message()));
  }
  written_.clear();
  fs::remove_all(earlier, error);
}

} // namespace onsale::run
