#include "plots/comparison.hpp"

#include "plots/assets.hpp"
#include "plots/dark_mode.hpp"
#include "plots/facts.hpp"
#include "plots/findings.hpp"
#include "plots/gnuplot.hpp"
#include "plots/html.hpp"
#include "plots/report_data.hpp"
#include "plots/report_tables.hpp"
#include "plots/run_pictures.hpp"
#include "plots/study_pictures.hpp"
#include "plots/thinning.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <functional>
#include <optional>

namespace onsale::plots {
namespace {

constexpr std::size_t most_rows = 1200; ///< of each run's series on the page

using Rows = std::vector<std::vector<std::string>>;

/// `+12 %`; nothing where there is nothing to compare with.
std::string change_text(double before, double after)
{
  if (before == after)
    return "same";
  return before == 0 ? "" : fmt::format("{:+.3g} %", 100 * (after - before) / before);
}

/// A row of figures: name, both values, change.
std::vector<std::string> row_of(const std::string& name, std::optional<double> first, std::optional<double> second,
                                const std::function<std::string(double)>& words)
{
  return {name, first ? words(*first) : "", second ? words(*second) : "",
          first && second ? change_text(*first, *second) : ""};
}

Rows figure_rows(const RunFiles& first, const RunFiles& second)
{
  Rows rows;
  const auto add = [&](const char* name, const char* metric, const char* key,
                       const std::function<std::string(double)>& words) {
    const auto a = figure(first.summary, metric, key);
    const auto b = figure(second.summary, metric, key);
    if (a || b)
      rows.push_back(row_of(name, a, b, words));
  };
  const auto share = [](double value) { return fmt::format("{:.3g} %", 100 * value); };
  const auto rate = [](double value) { return fmt::format("{:.4g}", value); };
  add("requests", "http_reqs", "count", count_text);
  add("requests per second", "http_reqs", "rate", rate);
  add("iterations", "iterations", "count", count_text);
  add("iterations dropped", "dropped_iterations", "count", count_text);
  add("response time, mean", "http_req_duration", "avg", duration_text);
  add("response time p50", "http_req_duration", "med", duration_text);
  add("response time p90", "http_req_duration", "p(90)", duration_text);
  add("response time p95", "http_req_duration", "p(95)", duration_text);
  add("slowest", "http_req_duration", "max", duration_text);
  add("requests failed", "http_req_failed", "value", share);
  add("checks passed", "checks", "value", share);
  add("data received", "data_received", "count", bytes_text);
  return rows;
}

/// The row of endpoints.csv that has a name.
std::optional<std::size_t> row_named(const Table& table, const std::string& name)
{
  for (std::size_t row = 0; row < table.size(); ++row)
    if (table.text(row, table.column("endpoint")) == name)
      return row;
  return std::nullopt;
}

Rows endpoint_rows(const RunFiles& first, const RunFiles& second)
{
  std::vector<std::string> names;
  for (const RunFiles* run : {&first, &second})
    for (std::size_t row = 1; row < run->endpoints.size(); ++row) {
      const std::string& name = run->endpoints.text(row, run->endpoints.column("endpoint"));
      if (std::ranges::find(names, name) == names.end())
        names.push_back(name);
    }
  Rows rows;
  for (const std::string& name : names) {
    const auto figure_of = [&](const RunFiles& run, const char* column) -> std::optional<double> {
      const auto row = row_named(run.endpoints, name);
      return row ? std::optional(run.endpoints.number(*row, run.endpoints.column(column))) : std::nullopt;
    };
    rows.push_back({name});
    for (const auto& [column, words] : {std::pair<const char*, std::string (*)(double)>{"requests", count_text},
                                        {"p50_ms", duration_text},
                                        {"p95_ms", duration_text},
                                        {"p99_ms", duration_text},
                                        {"failed", count_text}}) {
      const auto a = figure_of(first, column);
      const auto b = figure_of(second, column);
      rows.back().push_back(fmt::format("{} → {}{}", a ? words(*a) : "none", b ? words(*b) : "none",
                                        a && b && *a > 0 && *a != *b ? " (" + change_text(*a, *b) + ")" : ""));
    }
  }
  return rows;
}

std::string settings_text(const RunFiles& run, const std::string& name)
{
  for (const auto& setting : run.manifest.value("settings", nlohmann::ordered_json::array()))
    if (setting.value("name", "") == name)
      return setting.value("value", "");
  return {};
}

/// What differs: seed, version, what was set, and settings.
Rows differences(const RunFiles& first, const RunFiles& second)
{
  Rows rows;
  const auto add = [&](const std::string& name, const std::string& a, const std::string& b) {
    if (a != b)
      rows.push_back({name, a, b});
  };
  const auto sets = [](const RunFiles& run) {
    return fmt::format("{}", fmt::join(run.manifest.value("set", std::vector<std::string>{}), ", "));
  };
  add("scenario", first.scenario(), second.scenario());
  add("scenario content", first.manifest.value("scenario_hash", ""), second.manifest.value("scenario_hash", ""));
  add("seed", std::to_string(first.manifest.value("seed", 1)), std::to_string(second.manifest.value("seed", 1)));
  add("onsale", first.manifest.value("version", ""), second.manifest.value("version", ""));
  add("set", sets(first), sets(second));
  for (const auto& setting : first.manifest.value("settings", nlohmann::ordered_json::array())) {
    const std::string name = setting.value("name", "");
    add(name, setting.value("value", ""), settings_text(second, name));
  }
  return rows;
}

Rows resource_rows(const RunFiles& first, const RunFiles& second)
{
  const auto mean = [](const RunFiles& run, const std::string& resource) -> std::optional<double> {
    if (not run.series.has(resource + " utilisation"))
      return std::nullopt;
    double sum = 0;
    for (const double share : run.series.numbers(resource + " utilisation"))
      sum += share;
    return sum / static_cast<double>(run.series.size());
  };
  const auto words = [](std::optional<double> share) {
    return share ? fmt::format("{:.0f} %", 100 * *share) : std::string("none");
  };
  Rows rows;
  for (const ResourceColumns& each : resources_of(first.series)) {
    const auto a = mean(first, each.name);
    const auto b = mean(second, each.name);
    if (a.value_or(0) >= 0.005 || b.value_or(0) >= 0.005)
      rows.push_back({each.name, words(a), words(b)});
  }
  return rows;
}

std::string picture(Picture drawn, const RunFiles& first, const RunFiles& second, const char* charts)
{
  drawn.source = first.source() + " and " + second.source();
  return fmt::format(
      "<figure class=\"still\"><div class=\"wide picture\" tabindex=\"0\"><img width=\"{}\" height=\"{}\" "
      "alt=\"{}. {}\" src=\"{}\"></div>\n<figcaption>{}</figcaption></figure>\n{}",
      picture_width_px, height_px(drawn), escaped(drawn.title), escaped(drawn.reading),
      data_address(with_dark_mode(draw(drawn, Format::svg))), escaped(drawn.reading), charts);
}

} // namespace

std::string comparison(const RunFiles& first, const RunFiles& second)
{
  const auto slo = slo_of(first.summary);
  RunFiles thin_first = first;
  RunFiles thin_second = second;
  thin_first.series = thinned(first.series, most_rows).series;
  thin_second.series = thinned(second.series, most_rows).series;
  const Rows changed = differences(first, second);
  const auto compared = spectrum({first, second}, slo);

  std::map<std::string, std::string, std::less<>> values;
  values["style"] = asset("report.css");
  values["library_style"] = asset("uPlot.css");
  values["first"] = escaped(first.label());
  values["second"] = escaped(second.label());
  values["first_source"] = escaped(first.source());
  values["second_source"] = escaped(second.source());
  values["first_headline"] = escaped(findings(first).headline);
  values["second_headline"] = escaped(findings(second).headline);
  values["first_bottleneck"] = escaped(findings(first).bottleneck);
  values["second_bottleneck"] = escaped(findings(second).bottleneck);
  values["figures"] = html_table({"figure", "A", "B", "change"}, figure_rows(first, second));
  values["endpoints"] =
      html_cards({"endpoint", "requests", "p50", "p95", "p99", "failed"}, endpoint_rows(first, second));
  values["differences"] = changed.empty() ? "<p>Nothing that the results name: not even the seed.</p>"
                                          : html_cards({"what", "A", "B"}, changed);
  values["resources"] = html_table({"busy on average", "A", "B"}, resource_rows(first, second));
  values["overlay"] = picture(overlay({first, second}, slo), first, second, "");
  values["spectrum"] = compared ? picture(*compared, first, second, "") : "<p>No request was answered.</p>";
  values["data"] = comparison_data(thin_first, thin_second, slo);
  values["library"] = asset("uPlot.js");
  values["charts"] = asset("charts.js");
  values["script"] = asset("compare.js");
  return filled_in(asset("compare.html"), values);
}

} // namespace onsale::plots
