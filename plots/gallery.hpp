/// From result files to picture files: which pictures there are for what was given, and their place on disk.
#pragma once

#include "plots/facts.hpp"
#include "plots/gnuplot.hpp"
#include "plots/picture.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace onsale::plots {

struct GalleryRequest {
  /// Result folders (one: all its pictures; several of one content: replications; else alternatives side by side), the
  /// JSON of a replay, the CSV of a sweep.
  std::vector<std::filesystem::path> inputs;
  std::vector<std::string> only; ///< names of pictures; none: all
  std::optional<Slo> slo;        ///< none: the run's own threshold of http_req_duration
};

/// @throws InputError for a file that is missing, wrong or of no known kind, or a name in `only` that is no picture's
Pictures gallery(const GalleryRequest& request);

/// Draws FOLDER/NAME.FORMAT; an earlier one stays until the new one is complete.
/// @throws what write_file() throws; GnuplotError
std::filesystem::path write_picture(const Picture& picture, const std::filesystem::path& folder, Format format);

/// Writes beside the place, then takes it. @throws InputError for a place that cannot be; std::runtime_error for a full
/// disk
void write_file(const std::filesystem::path& place, const std::string& bytes);

} // namespace onsale::plots
