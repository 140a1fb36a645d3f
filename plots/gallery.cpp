#include "plots/gallery.hpp"

#include "plots/run_pictures.hpp"
#include "plots/study_pictures.hpp"
#include "plots/sweep_pictures.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace onsale::plots {
namespace {

namespace fs = std::filesystem;

void add(Pictures& pictures, Pictures more)
{
  pictures.insert(pictures.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// Tables of several runs do not tell their seeds and versions.
Pictures from_file(Pictures pictures, const fs::path& file)
{
  for (Picture& picture : pictures)
    picture.source = file.filename().string();
  return pictures;
}

Pictures pictures_of_runs(const std::vector<RunFiles>& runs, const std::optional<Slo>& given)
{
  const auto slo = given ? given : slo_of(runs.front().summary);
  if (runs.size() == 1)
    return run_pictures(runs.front(), slo);
  Pictures pictures = {are_replications(runs) ? replication_band(runs, slo) : overlay(runs, slo)};
  if (auto compared = spectrum(runs, slo))
    pictures.push_back(*std::move(compared));
  for (Picture& picture : pictures)
    picture.source = runs.size() == 2 ? runs.front().source() + " and " + runs.back().source()
                                      : fmt::format("{} and {} more", runs.front().source(), runs.size() - 1);
  return pictures;
}

} // namespace

Pictures gallery(const GalleryRequest& request)
{
  std::vector<RunFiles> runs;
  Pictures pictures;
  for (const fs::path& input : request.inputs) {
    if (input.extension() == ".json")
      add(pictures, from_file({parity(input)}, input));
    else if (input.extension() == ".csv")
      add(pictures, from_file(sweep_pictures(input, request.slo), input));
    else
      runs.push_back(read_run(input));
  }
  if (not runs.empty())
    add(pictures, pictures_of_runs(runs, request.slo));
  if (request.only.empty())
    return pictures;

  Pictures chosen;
  for (const std::string& name : request.only) {
    const auto picture =
        std::find_if(pictures.begin(), pictures.end(), [&](const Picture& each) { return each.name == name; });
    if (picture == pictures.end()) {
      std::vector<std::string> names;
      for (const Picture& each : pictures)
        names.push_back(each.name);
      throw InputError(
          fmt::format("--only: there is no picture \"{}\" of these files, but {}", name, fmt::join(names, ", ")));
    }
    chosen.push_back(*picture);
  }
  return chosen;
}

fs::path write_picture(const Picture& picture, const fs::path& folder, Format format)
{
  const fs::path place = folder / fmt::format("{}.{}", picture.name, to_string(format));
  write_file(place, draw(picture, format));
  return place;
}

void write_file(const fs::path& place, const std::string& bytes)
{
  std::error_code error;
  if (place.has_parent_path())
    fs::create_directories(place.parent_path(), error);
  const fs::path written = fmt::format("{}.{}.partial", place.string(), ::getpid());
  errno = 0;
  std::ofstream file(written, std::ios::binary);
  if (not file)
    throw InputError(fmt::format("{}: cannot be written: {}", place.string(),
                                 error ? error.message() : std::generic_category().message(errno)));
  file << bytes;
  file.close();
  if (not file)
    error = {errno == 0 ? EIO : errno, std::generic_category()};
  else
    fs::rename(written, place, error);
  if (not error)
    return;
  std::error_code ignored;
  fs::remove(written, ignored);
  throw std::runtime_error(fmt::format("{}: cannot be written: {}", place.string(), error.message()));
}

} // namespace onsale::plots
