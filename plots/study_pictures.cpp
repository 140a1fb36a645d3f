#include "plots/study_pictures.hpp"

#include "plots/script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace onsale::plots {
namespace {

constexpr std::size_t most_runs = 8; ///< as many as there are colours

std::size_t shortest(const std::vector<RunFiles>& runs)
{
  std::size_t rows = runs.front().series.size();
  for (const RunFiles& run : runs)
    rows = std::min(rows, run.series.size());
  return rows;
}

/// `http_req_duration p95` is one; so are those of one endpoint.
bool is_response_time(const std::string& name)
{
  return name.starts_with("http_req_duration");
}

} // namespace

bool are_replications(const std::vector<RunFiles>& runs)
{
  const auto hash = [](const RunFiles& run) { return run.manifest.value("scenario_hash", std::string()); };
  return runs.size() > 1 && not hash(runs.front()).empty() &&
         std::all_of(runs.begin(), runs.end(), [&](const RunFiles& run) { return hash(run) == hash(runs.front()); });
}

Picture replication_band(const std::vector<RunFiles>& runs, const std::optional<Slo>& slo)
{
  if (not are_replications(runs))
    throw InputError("a band shows runs of one scenario that differ in their seed alone");
  const std::size_t rows = shortest(runs);
  std::vector<std::vector<double>> columns = {runs.front().series.numbers("time_s")};
  columns.front().resize(rows);
  double low = 1e9;
  double high = slo ? slo->ms : 0;
  for (const char* percentile : {"p50_ms", "p95_ms"}) {
    std::vector<std::vector<double>> all;
    all.reserve(runs.size());
    for (const RunFiles& run : runs)
      all.push_back(run.series.numbers(percentile));
    std::vector<double> least(rows);
    std::vector<double> middle(rows);
    std::vector<double> most(rows);
    for (std::size_t row = 0; row < rows; ++row) {
      std::vector<double> here;
      for (const auto& of_run : all)
        if (of_run[row] > 0)
          here.push_back(of_run[row]);
      std::sort(here.begin(), here.end());
      const bool none = here.empty();
      least[row] = none ? std::nan("") : here.front();
      most[row] = none ? std::nan("") : here.back();
      middle[row] = none ? std::nan("") : (here[(here.size() - 1) / 2] + here[here.size() / 2]) / 2;
      low = none ? low : std::min(low, here.front());
      high = none ? high : std::max(high, here.back());
    }
    columns.insert(columns.end(), {least, middle, most});
  }
  Script script;
  script.columns("series", columns)
      .number("last_s", columns[0].back())
      .number("runs", static_cast<double>(runs.size()));
  script.number("low_ms", low).number("high_ms", high);
  script.promise(slo);
  return {.name = "replications",
          .title = fmt::format("Response time over time, {} replications", runs.size()),
          .reading =
              "Line: the median of the runs; band: from the lowest run to the highest. Where the band is wide, one "
              "run tells little.",
          .drawing = "replications.gp",
          .script = script.str()};
}

Picture overlay(const std::vector<RunFiles>& runs, const std::optional<Slo>& slo)
{
  if (runs.size() > most_runs)
    throw InputError(fmt::format("{} runs in one picture, at most {} can be told apart", runs.size(), most_runs));
  const auto longest = std::max_element(
      runs.begin(), runs.end(), [](const RunFiles& a, const RunFiles& b) { return a.series.size() < b.series.size(); });
  std::vector<std::vector<double>> columns;
  std::vector<std::string> names;
  for (const RunFiles& run : runs) {
    for (const char* column : {"time_s", "requests_per_s", "p95_ms"}) {
      columns.push_back(run.series.numbers(column));
      if (std::string_view(column) == "p95_ms")
        for (double& value : columns.back())
          value = value > 0 ? value : std::nan("");
      columns.back().resize(longest->series.size(), std::nan(""));
    }
    names.push_back(run.label());
  }
  Script script;
  script.columns("series", columns).texts("names", names).number("runs", static_cast<double>(runs.size()));
  script.number("last_s", longest->series.numbers("time_s").back());
  script.promise(slo);
  return {.name = "overlay",
          .title = "Alternatives side by side",
          .reading = "The same test against each alternative: what it served, and how long 95 % of its requests took.",
          .drawing = "overlay.gp",
          .script = script.str(),
          .height_px = 560};
}

Picture parity(const std::filesystem::path& replay)
{
  const auto json = read_json(replay);
  std::vector<std::vector<double>> points;
  std::vector<std::string> names;
  double low = 1e9;
  double high = 0;
  for (const auto& run : json.value("runs", nlohmann::ordered_json::array())) {
    const std::size_t before = points.size();
    for (const auto& metric : run.at("metrics")) {
      if (not is_response_time(metric.at("name")) || not metric.at("published").is_number() ||
          not metric.at("predicted").is_number() || not metric.value("admissible", true))
        continue;
      const double published = 1000 * metric.at("published").get<double>();
      const double predicted = 1000 * metric.at("predicted").get<double>();
      if (published <= 0 || predicted <= 0)
        continue;
      points.push_back({static_cast<double>(names.size() + 1), published, predicted});
      low = std::min({low, published, predicted});
      high = std::max({high, published, predicted});
    }
    if (points.size() > before)
      names.push_back(fmt::format("{} ({})", run.at("test").get<std::string>(), run.at("kind").get<std::string>()));
  }
  if (points.empty())
    throw InputError(fmt::format("{}: holds no published response time beside a predicted one; expected the output of "
                                 "`onsale replay --json`",
                                 replay.string()));
  Script script;
  script.data("points", points).texts("names", names).number("runs", static_cast<double>(names.size()));
  script.number("low_ms", low).number("high_ms", high);
  return {.name = "parity",
          .title = "Predicted against published response times",
          .reading = "On the diagonal the prediction is exact; between the thin lines it is within 10 %. `fitted`: the "
                     "model's parameters were chosen with these figures in sight; `blind`: without.",
          .drawing = "parity.gp",
          .script = script.str(),
          .height_px = 620};
}

} // namespace onsale::plots
