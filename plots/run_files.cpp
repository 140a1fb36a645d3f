#include "plots/run_files.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace onsale::plots {

std::string RunFiles::scenario() const
{
  return manifest.value("scenario", folder.filename().string());
}

std::string RunFiles::label() const
{
  const auto sets = manifest.value("set", std::vector<std::string>{});
  return sets.empty() ? folder.filename().string() : fmt::format("{}", fmt::join(sets, ", "));
}

std::string RunFiles::source() const
{
  const auto sets = manifest.value("set", std::vector<std::string>{});
  return fmt::format("{}{}, seed {}, onsale {}", scenario(),
                     sets.empty() ? "" : fmt::format(", {}", fmt::join(sets, ", ")), manifest.value("seed", 1),
                     manifest.value("version", ""));
}

std::vector<Stretch> RunFiles::timeline() const
{
  return timeline_of(manifest, series.number(series.size() - 1, series.column("time_s")));
}

RunFiles read_run(const std::filesystem::path& folder)
{
  if (not std::filesystem::is_directory(folder))
    throw InputError(
        fmt::format("{}: no such result folder (`onsale run ... --out-dir FOLDER` writes one)", folder.string()));
  RunFiles run{.folder = folder.lexically_normal(),
               .series = Table::read(folder / "timeseries.csv"),
               .latencies = Table::read(folder / "latencies.csv"),
               .endpoints = Table::read(folder / "endpoints.csv"),
               .endpoint_series = Table::read(folder / "endpoint_timeseries.csv"),
               .outcomes = Table::read(folder / "outcomes.csv"),
               .failures = Table::read(folder / "failures.csv"),
               .anatomy = Table::read(folder / "anatomy.csv"),
               .manifest = read_json(folder / "manifest.json"),
               .summary = read_json(folder / "summary.json"),
               .blame = std::nullopt,
               .advice = std::nullopt};
  if (std::filesystem::exists(folder / "blame.csv"))
    run.blame = Table::read(folder / "blame.csv");
  if (std::filesystem::exists(folder / "advice.csv"))
    run.advice = Table::read(folder / "advice.csv");
  if (not run.folder.has_filename())
    run.folder = run.folder.parent_path();
  if (run.series.size() == 0)
    throw InputError(
        fmt::format("{}: has no rows, expected one for each second", (folder / "timeseries.csv").string()));
  return run;
}

std::vector<ResourceColumns> resources_of(const Table& series)
{
  constexpr std::string_view suffix = " utilisation";
  std::vector<ResourceColumns> resources;
  for (std::size_t i = 0; i < series.names().size(); ++i) {
    const std::string& name = series.names()[i];
    if (not name.ends_with(suffix))
      continue;
    const std::string resource = name.substr(0, name.size() - suffix.size());
    resources.push_back({resource, i, series.column(resource + " queued")});
  }
  return resources;
}

nlohmann::ordered_json read_json(const std::filesystem::path& file)
{
  const std::string text = text_of(file);
  try {
    return nlohmann::ordered_json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(error.byte, text.size()));
    throw InputError(fmt::format("{}:{}: is no JSON", file.string(), 1 + std::count(text.begin(), end, '\n')));
  }
}

} // namespace onsale::plots
