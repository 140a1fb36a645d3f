// What was busy, who waited for it, and what went wrong.
#include "plots/component.hpp"
#include "plots/run_pictures.hpp"
#include "plots/script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace onsale::plots {
namespace {

constexpr std::size_t most_points = 300;
constexpr std::size_t most_queues = 8; ///< as many as there are colours
constexpr std::size_t most_failures = 24;

/// What kind of sign a failure point is: the order of the legend.
double kind_of(const std::string& cause)
{
  if (cause == "saturated")
    return 1;
  return cause == "logged" ? 3 : cause == "load" ? 4 : 2;
}

/// Of the queues that are drawn: one colour for each component, another dash for each of its resources.
void add_looks(Script& script, const RunFiles& run, const std::vector<std::string>& names)
{
  const Components components(run.manifest);
  std::map<Component, int> seen;
  std::vector<std::string> colours;
  std::string dashes = fmt::format("array queue_dashes[{}]\n", std::max<std::size_t>(names.size(), 1));
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Component component = components.of_resource(names[i]);
    colours.emplace_back(look_of(component).colour);
    dashes += fmt::format("queue_dashes[{}] = {}\n", i + 1, 1 + seen[component]++);
  }
  script.texts("queue_colours", colours).line(dashes);
}

} // namespace

Picture resources(const RunFiles& run)
{
  const auto time_s = run.series.numbers("time_s");
  const auto all = resources_of(run.series);
  const auto width =
      static_cast<std::size_t>(std::ceil(static_cast<double>(time_s.size()) / static_cast<double>(most_points)));
  std::vector<std::vector<double>> busy;
  std::vector<std::string> row_names;
  std::vector<std::pair<double, const ResourceColumns*>> queues;
  for (const ResourceColumns& resource : all) {
    double most_queued = 0;
    double most_busy = 0;
    for (std::size_t row = 0; row < run.series.size(); ++row) {
      most_queued = std::max(most_queued, run.series.number(row, resource.queued));
      most_busy = std::max(most_busy, run.series.number(row, resource.utilisation));
    }
    if (most_queued >= 1)
      queues.emplace_back(most_queued, &resource);
    if (most_busy < 0.005 && most_queued < 1)
      continue; // has nothing to tell
    row_names.push_back(shortened(resource.name, 24));
    for (std::size_t first = 0; first + width <= time_s.size(); first += width) {
      double sum = 0;
      for (std::size_t row = first; row < first + width; ++row)
        sum += run.series.number(row, resource.utilisation);
      busy.push_back({static_cast<double>(first) + 0.5 * static_cast<double>(width),
                      static_cast<double>(row_names.size()), 100 * sum / static_cast<double>(width)});
    }
  }
  std::stable_sort(queues.begin(), queues.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  queues.resize(std::min(queues.size(), most_queues));
  std::vector<std::vector<double>> waiting = {time_s};
  std::vector<std::string> queue_names;
  for (const auto& [most, resource] : queues) {
    waiting.push_back(run.series.numbers(resource->name + " queued"));
    queue_names.push_back(shortened(resource->name, 26));
  }
  const auto rows = static_cast<int>(row_names.size());
  const int gap_px = 28 + 21 * static_cast<int>((queues.size() + 2) / 3);
  const int height_px = 85 + 26 * rows + (queues.empty() ? 0 : 235 + gap_px);
  Script script;
  script.data("busy", busy).number("rows", rows).texts("row_names", row_names);
  script.columns("queues", waiting)
      .number("queues", static_cast<double>(queues.size()))
      .texts("queue_names", queue_names);
  add_looks(script, run, queue_names);
  script.timeline(run.timeline(), false);
  script.number("most_queued", queues.empty() ? 1 : queues.front().first);
  script.number("last_s", time_s.back())
      .number("top", 1 - 15.0 / height_px)
      .number("gap", static_cast<double>(gap_px) / height_px);
  script.number("bottom", 65.0 / height_px).number("split", 1 - (15.0 + 26 * rows) / height_px);
  return {.name = "resources",
          .title = "What was busy, and who waited",
          .reading =
              "Each row is one resource and tells how busy it was. Below, how many waited for it. What fills up "
              "first and does work (a CPU, a disk) is the bottleneck; threads and connections that fill up after "
              "it are only held while waiting for it.",
          .drawing = "resources.gp",
          .script = script.str(),
          .height_px = height_px,
          .over_time = true};
}

std::optional<Picture> failures(const RunFiles& run)
{
  const Table& table = run.failures;
  const std::size_t count = std::min(table.size(), most_failures);
  if (count == 0)
    return std::nullopt;
  std::vector<std::vector<double>> points;
  std::vector<std::string> row_names;
  for (std::size_t row = 0; row < count; ++row) {
    const std::string& cause = table.text(row, table.column("cause"));
    const std::string& endpoint = table.text(row, table.column("endpoint"));
    points.push_back({static_cast<double>(row + 1), table.number(row, table.column("time_s")),
                      table.number(row, table.column("last_s")), kind_of(cause)});
    const std::string what =
        endpoint.empty()
            ? cause == "saturated" ? "full" : cause
            : fmt::format("{}, {} x {}", cause, count_text(table.number(row, table.column("count"))), endpoint);
    row_names.push_back(shortened(fmt::format("{}: {}", table.text(row, table.column("resource")), what), 52));
  }
  std::set<double> kinds;
  for (const auto& point : points)
    kinds.insert(point.back());
  const int legend_px = 15 + 21 * static_cast<int>(kinds.size());
  const int height_px = 80 + legend_px + 24 * static_cast<int>(count);
  Script script;
  script.data("points", points).number("rows", static_cast<double>(count)).texts("row_names", row_names);
  script.number("last_s", run.series.numbers("time_s").back()).timeline(run.timeline(), true);
  script.number("bottom", 65.0 / height_px).number("top", 1 - static_cast<double>(legend_px) / height_px);
  return Picture{.name = "failures",
                 .title = "What went wrong, in order",
                 .reading = fmt::format(
                     "From the first sign to the last of each kind, the earliest on top{}. What comes "
                     "first is usually the cause of what comes below.",
                     table.size() > count ? fmt::format(" (the first {} of {})", count, table.size()) : std::string()),
                 .drawing = "failures.gp",
                 .script = script.str(),
                 .height_px = height_px,
                 .over_time = true};
}

Picture with_source(Picture picture, const RunFiles& run)
{
  picture.source = run.source();
  if (picture.over_time)
    picture.timeline = timeline_words(run.timeline());
  return picture;
}

Pictures run_pictures(const RunFiles& run, const std::optional<Slo>& slo)
{
  Pictures pictures;
  const auto add = [&](std::optional<Picture> picture) {
    if (picture)
      pictures.push_back(with_source(*std::move(picture), run));
  };
  add(over_time(run));
  add(load_curve(run, slo));
  add(percentiles(run, slo));
  add(heat_map(run));
  add(spectrum({run}, slo));
  add(anatomy(run));
  add(resources(run));
  add(failures(run));
  return pictures;
}

} // namespace onsale::plots
