#include "plots/report.hpp"

#include "plots/assets.hpp"
#include "plots/dark_mode.hpp"
#include "plots/findings.hpp"
#include "plots/gnuplot.hpp"
#include "plots/html.hpp"
#include "plots/run_pictures.hpp"
#include "plots/thinning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace onsale::plots {
namespace {

constexpr std::size_t most_rows = 1200; ///< of the series on the page
constexpr std::size_t table_rows = 24;  ///< of the same as a table

/// @param chart  what the script draws in its place; empty: the picture stays
std::string figure(const Picture& picture, const std::string& chart)
{
  return fmt::format("<figure{}>\n<h3>{}</h3>\n<div class=\"wide\" tabindex=\"0\"><img width=\"{}\" height=\"{}\" "
                     "alt=\"{}. {}\" src=\"{}\"></div>\n<figcaption>{}</figcaption>\n</figure>\n",
                     chart.empty() ? "" : fmt::format(" data-chart=\"{}\"", chart), escaped(picture.title),
                     picture_width_px, picture.height_px, escaped(picture.title), escaped(picture.reading),
                     data_address(with_dark_mode(draw(picture, Format::svg))), escaped(picture.reading));
}

std::string figure(const std::optional<Picture>& picture, const std::string& chart, const char* otherwise)
{
  return picture ? figure(*picture, chart) : fmt::format("<p>{}</p>\n", otherwise);
}

/// What the script draws: columns of numbers by name, with as many digits as a screen can show.
std::string chart_data(const RunFiles& run, const std::optional<Slo>& slo)
{
  const auto column = [&](const std::string& name) {
    auto values = nlohmann::ordered_json::array();
    for (const double value : run.series.numbers(name))
      values.push_back(nlohmann::ordered_json::parse(fmt::format("{:.4g}", value)));
    return values;
  };
  nlohmann::ordered_json data;
  for (const char* name : {"vus", "requests_per_s", "iterations_per_s", "failures_per_s", "dropped_per_s", "p50_ms",
                           "p95_ms", "p99_ms", "max_ms"})
    data[name] = column(name);
  data["time_s"] = run.series.numbers("time_s");
  data["resources"] = nlohmann::ordered_json::array();
  for (const ResourceColumns& resource : resources_of(run.series))
    data["resources"].push_back({{"name", resource.name},
                                 {"utilisation", column(resource.name + " utilisation")},
                                 {"queued", column(resource.name + " queued")}});
  const auto saturations = filled(run.failures);
  if (not saturations.empty())
    data["filled"] = {{"time_s", saturations.front().time_s}, {"text", saturations.front().resource + " full"}};
  if (slo)
    data["slo"] = {{"ms", slo->ms}, {"text", slo->text}};
  std::string text = data.dump();
  for (std::size_t at = text.find("</"); at != std::string::npos; at = text.find("</", at)) // would end the script
    text.replace(at, 2, "<\\/");
  return text;
}

/// The series for those who cannot see the pictures.
std::string series_table(const Table& series)
{
  const Table few = thinned(series, table_rows).series;
  std::vector<std::vector<std::string>> rows;
  for (std::size_t row = 0; row < few.size(); ++row) {
    const auto number = [&](const char* name) { return few.number(row, few.column(name)); };
    rows.push_back({fmt::format("{:.0f}", number("time_s")), count_text(number("vus")),
                    count_text(number("requests_per_s")), fmt::format("{:.3g}", number("failures_per_s")),
                    duration_text(number("p50_ms")), duration_text(number("p95_ms")), duration_text(number("max_ms"))});
  }
  return html_table({"until, s", "users", "requests/s", "failures/s", "p50", "p95", "slowest"}, rows);
}

std::string failures_table(const Table& failures)
{
  constexpr std::array<const char*, 7> columns = {"time_s",   "vus",      "resource", "cause",
                                                  "endpoint", "evidence", "log_line"};
  std::vector<std::vector<std::string>> rows;
  for (std::size_t row = 0; row < failures.size(); ++row) {
    rows.emplace_back();
    for (const char* column : columns)
      rows.back().push_back(failures.text(row, failures.column(column)));
  }
  return html_table({"time, s", "users", "resource", "cause", "endpoint", "evidence", "log line"}, rows);
}

std::string settings_table(const nlohmann::ordered_json& manifest)
{
  std::vector<std::vector<std::string>> rows;
  for (const auto& setting : manifest.value("settings", nlohmann::ordered_json::array()))
    rows.push_back({setting.value("name", ""), setting.value("value", ""), setting.value("origin", "")});
  return html_table({"setting", "value", "from"}, rows);
}

std::string figures_list(const Findings& found)
{
  std::string html = "<dl class=\"figures\">\n";
  for (const auto& [name, value] : found.figures)
    html += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", escaped(name), escaped(value));
  return html + "</dl>\n";
}

std::string about(const RunFiles& run)
{
  std::string sets;
  for (const std::string& set : run.manifest.value("set", std::vector<std::string>{}))
    sets += fmt::format(" --set '{}'", set);
  return fmt::format("<p>onsale {}, seed {}, scenario content {}. The same command gives the same figures:</p>\n"
                     "<pre tabindex=\"0\">onsale run {} --seed {}{}</pre>\n",
                     escaped(run.manifest.value("version", "")), run.manifest.value("seed", 1),
                     escaped(run.manifest.value("scenario_hash", "")), escaped(run.scenario()),
                     run.manifest.value("seed", 1), escaped(sets));
}

std::string_view class_of(Findings::Verdict verdict)
{
  return verdict == Findings::Verdict::held ? "held" : verdict == Findings::Verdict::broke ? "broke" : "none";
}

std::string notes(std::size_t rows_each)
{
  std::string text = has_charts() ? "Charts are interactive: drag to zoom, double-click to see all again."
                                  : "Charts are static: this onsale was built without its charting library.";
  if (rows_each > 1)
    text += fmt::format(" To stay small, this page shows one point for each {} seconds (means; queues and slowest "
                        "requests: largest); the result folder has every second.",
                        rows_each);
  return text;
}

} // namespace

bool has_charts()
{
  return not asset("uPlot.js").empty();
}

std::string report(const RunFiles& whole)
{
  const auto slo = slo_of(whole.summary);
  const Findings found = findings(whole);
  RunFiles run = whole;
  const Thinned thin = thinned(whole.series, most_rows);
  run.series = thin.series;

  std::map<std::string, std::string, std::less<>> values;
  values["style"] = asset("report.css");
  values["scenario"] = escaped(run.scenario());
  values["verdict"] = class_of(found.verdict);
  values["headline"] = escaped(found.headline);
  values["thresholds"] = html_list(found.thresholds);
  values["limit"] = escaped(found.limit);
  values["bottleneck"] = escaped(found.bottleneck);
  values["advice"] = html_list(found.advice);
  values["figures"] = figures_list(found);
  values["notes"] = escaped(notes(thin.rows_each));
  values["over_time"] = figure(over_time(run), "load");
  values["load_curve"] = figure(load_curve(whole, slo), "", "The load did not change: there is no curve over it.");
  values["percentiles"] = figure(percentiles(run, slo), "percentiles");
  values["heat_map"] = figure(heat_map(run), "", "No request was answered.");
  values["spectrum"] = figure(spectrum({run}, slo), "", "No request was answered.");
  values["anatomy"] = figure(anatomy(run), "", "No request was answered.");
  values["resources"] = figure(resources(run), "");
  values["failures"] = figure(failures(run), "", "Nothing went wrong.");
  values["series_table"] = series_table(run.series);
  values["failures_table"] = run.failures.size() > 0 ? failures_table(run.failures) : "";
  values["settings_table"] = settings_table(run.manifest);
  values["about"] = about(run);
  values["data"] = chart_data(run, slo);
  values["library_style"] = asset("uPlot.css");
  values["library"] = asset("uPlot.js");
  values["script"] = asset("report.js");
  return filled_in(asset("report.html"), values);
}

} // namespace onsale::plots
