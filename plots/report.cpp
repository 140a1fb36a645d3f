#include "plots/report.hpp"

#include "plots/assets.hpp"
#include "plots/dark_mode.hpp"
#include "plots/findings.hpp"
#include "plots/gnuplot.hpp"
#include "plots/html.hpp"
#include "plots/load_drawing.hpp"
#include "plots/report_anatomy.hpp"
#include "plots/report_data.hpp"
#include "plots/report_tables.hpp"
#include "plots/run_pictures.hpp"
#include "plots/thinning.hpp"

#include <fmt/format.h>

#include <cmath>

namespace onsale::plots {
namespace {

constexpr std::size_t most_rows = 1200; ///< of the series on the page

/// @param chart  what the script draws in its place; empty: the picture stays
std::string figure(const Picture& picture, const std::string& chart)
{
  return fmt::format(
      "<figure{}>\n<h3>{}</h3>\n<div class=\"wide picture\" tabindex=\"0\"><img width=\"{}\" height=\"{}\" "
      "alt=\"{}. {}\" src=\"{}\"></div>\n<figcaption>{}</figcaption>\n</figure>\n",
      chart.empty() ? "" : fmt::format(" data-chart=\"{}\"", chart), escaped(picture.title), picture_width_px,
      height_px(picture), escaped(picture.title), escaped(picture.reading),
      data_address(with_dark_mode(draw(picture, Format::svg))), escaped(picture.reading));
}

std::string figure(const std::optional<Picture>& picture, const RunFiles& run, const std::string& chart,
                   const char* otherwise)
{
  return picture ? figure(with_source(*picture, run), chart) : fmt::format("<p>{}</p>\n", otherwise);
}

std::string figures_list(const Findings& found)
{
  std::string html = "<dl class=\"figures\">\n";
  for (const auto& [name, value] : found.figures)
    html += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", escaped(name), escaped(value));
  return html + "</dl>\n";
}

std::string command_of(const RunFiles& run)
{
  std::string command = "onsale run " + run.scenario() + fmt::format(" --seed {}", run.manifest.value("seed", 1));
  for (const std::string& file : run.manifest.value("application_files", std::vector<std::string>{}))
    command += fmt::format(" --settings '{}'", file);
  for (const std::string& set : run.manifest.value("set", std::vector<std::string>{}))
    command += fmt::format(" --set '{}'", set);
  return command;
}

std::string about(const RunFiles& run)
{
  return fmt::format("<p>onsale {}, seed {}, scenario content {}. The same command gives the same figures:</p>\n"
                     "<pre tabindex=\"0\">{}</pre>\n",
                     escaped(run.manifest.value("version", "")), run.manifest.value("seed", 1),
                     escaped(run.manifest.value("scenario_hash", "")), escaped(command_of(run)));
}

/// What the test is, in a line: `seed 1, onsale 0.1.0, 5 min 12 s, app 2 cores, db 4 cores`.
std::string facts_line(const RunFiles& run)
{
  const auto seconds = static_cast<int>(std::lround(run.manifest.value("duration_s", 0.0)));
  std::string text = fmt::format("{}seed {} · onsale {}",
                                 seconds >= 60 ? fmt::format("{} min {} s · ", seconds / 60, seconds % 60)
                                               : fmt::format("{} s · ", seconds),
                                 run.manifest.value("seed", 1), run.manifest.value("version", ""));
  for (const auto& host : run.manifest.value("hosts", nlohmann::ordered_json::array())) {
    const double cores = host.value("cores", 0.0);
    text += fmt::format(" · {} {:.6g} {}", host.value("name", ""), cores, cores == 1 ? "core" : "cores");
  }
  return text;
}

std::string timeline_list(const RunFiles& run)
{
  std::vector<std::string> items;
  for (const Stretch& each : run.timeline())
    items.push_back(words_of(each));
  return items.empty() ? "" : "<div class=\"card\"><h3>What happened meanwhile</h3>" + html_list(items) + "</div>\n";
}

std::string_view class_of(Findings::Verdict verdict)
{
  return verdict == Findings::Verdict::held ? "held" : verdict == Findings::Verdict::broke ? "broke" : "none";
}

std::string notes(std::size_t rows_each)
{
  std::string text = has_charts() ? "Charts are interactive: drag to zoom, double-click to see all again. The filter "
                                    "above shows the requests of one "
                                    "endpoint alone. In print, pictures of all requests take the place of charts."
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
  const auto or_none = [](std::string html, const char* otherwise) {
    return html.empty() ? fmt::format("<p>{}</p>\n", otherwise) : std::move(html);
  };

  std::map<std::string, std::string, std::less<>> values;
  values["style"] = asset("report.css");
  values["title"] = escaped(run.manifest.value("title", ""));
  values["scenario"] = escaped(run.scenario());
  values["facts"] = escaped(facts_line(run));
  values["load"] = load_drawing(run);
  values["verdict"] = class_of(found.verdict);
  values["headline"] = escaped(found.headline);
  values["thresholds"] = html_list(found.thresholds);
  values["limit"] = escaped(found.limit);
  values["bottleneck"] = escaped(found.bottleneck);
  values["advice"] = html_list(found.advice);
  values["figures"] = figures_list(found);
  values["remarks"] = found.remarks.empty() ? ""
                                            : "<div class=\"card wide-card\"><h3>Before you trust this</h3>" +
                                                  html_list(found.remarks) + "</div>\n";
  values["timeline"] = timeline_list(run);
  values["notes"] = escaped(notes(thin.rows_each));
  values["endpoints"] = endpoints_table(run);
  values["over_time"] = figure(over_time(run), run, "load", "");
  values["load_curve"] =
      figure(load_curve(whole, slo), run, "curve", "The load did not change: there is no curve over it.");
  values["percentiles"] = figure(percentiles(run, slo), run, "percentiles", "");
  values["heat_map"] = figure(heat_map(run), run, "heat", "No request was answered.");
  values["spectrum"] = figure(spectrum({run}, slo), run, "spectrum", "No request was answered.");
  values["anatomy"] = or_none(anatomy_bars(run), "No request was answered.");
  values["blame"] = blame_table(run);
  values["resources"] = figure(resources(run), run, "strips", "");
  values["failures"] = figure(failures(run), run, "", "Nothing went wrong.");
  values["series_table"] = series_table(run);
  values["failures_table"] = failures_table(run);
  values["checks"] = or_none(checks_table(run), "The script has no checks.");
  values["custom"] = or_none(custom_metrics_table(run), "The script has no metrics of its own.");
  values["metrics"] = metrics_table(run);
  values["hosts"] = hosts_table(run);
  values["settings_table"] = settings_table(run);
  values["about"] = about(run);
  values["data"] = report_data(whole, run, slo);
  values["library_style"] = asset("uPlot.css");
  values["library"] = asset("uPlot.js");
  values["charts"] = asset("charts.js");
  values["script"] = asset("report.js");
  return filled_in(asset("report.html"), values);
}

} // namespace onsale::plots
