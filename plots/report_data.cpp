#include "plots/report_data.hpp"

#include "plots/component.hpp"
#include "plots/load_curve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace onsale::plots {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t most_endpoints = 24; ///< in the filter
constexpr std::size_t most_endpoint_rows = 400;
constexpr std::size_t most_heat_columns = 200;
constexpr double rows_an_octave = 4; ///< of the heat map: two classes of latencies.csv each
constexpr double first_class_ms = 0.01;

/// Numbers as JSON, a value that is none as null.
ordered_json column(const std::vector<double>& values, int digits = 4)
{
  auto list = ordered_json::array();
  for (const double value : values)
    list.push_back(std::isfinite(value) ? ordered_json::parse(fmt::format("{:.{}g}", value, digits)) : ordered_json());
  return list;
}

ordered_json curve_json(const LoadCurve& curve)
{
  if (not curve.shows())
    return ordered_json::array();
  return ordered_json::array({column(curve.vus), column(curve.p50_ms, 3), column(curve.p95_ms, 3),
                              column(curve.p99_ms, 3), column(curve.requests_per_s)});
}

/// Upper bounds of classes of latency and how many requests had at most that.
ordered_json spectrum_json(const std::vector<LatencyRow>& latencies)
{
  LatencyClasses classes;
  for (const LatencyRow& each : latencies)
    classes.add(each.from_ms, each.to_ms, each.requests);
  std::vector<double> ms;
  std::vector<double> requests;
  for (const auto& [from_ms, one] : classes.classes()) {
    ms.push_back(one.to_ms);
    requests.push_back(one.requests);
  }
  return ordered_json::array({column(ms), column(requests, 7)});
}

/// Cells that hold requests: column, row, how many; one after the other.
ordered_json heat_json(const std::vector<LatencyRow>& latencies, double column_s)
{
  std::map<std::pair<int, int>, double> cells;
  for (const LatencyRow& each : latencies) {
    const double middle_ms = std::sqrt(std::max(each.from_ms, each.to_ms / 2) * each.to_ms);
    const int row = static_cast<int>(std::floor(rows_an_octave * std::log2(middle_ms / first_class_ms)));
    cells[{static_cast<int>((each.time_s - 1e-6) / column_s), row}] += each.requests;
  }
  auto list = ordered_json::array();
  for (const auto& [place, requests] : cells) {
    list.push_back(place.first);
    list.push_back(place.second);
    list.push_back(static_cast<std::int64_t>(requests));
  }
  return list;
}

/// The series of one request name on a grid that all of them share.
class EndpointColumns {
public:
  static constexpr std::array<const char*, 6> names = {"requests_per_s", "failures_per_s", "p50_ms",
                                                       "p95_ms",         "p99_ms",         "max_ms"};

  EndpointColumns(const Table& table, double last_s)
      : table_(table), bucket_s_(std::max(1.0, std::ceil(last_s / static_cast<double>(most_endpoint_rows)))),
        rows_(static_cast<std::size_t>(std::ceil(last_s / bucket_s_)))
  {
  }

  std::vector<double> grid() const
  {
    std::vector<double> ends;
    for (std::size_t row = 0; row < rows_; ++row)
      ends.push_back(static_cast<double>(row + 1) * bucket_s_);
    return ends;
  }

  /// Rates are means over the seconds of a bucket, percentiles means over its seconds with requests.
  ordered_json of(const std::string& endpoint) const
  {
    std::vector<std::vector<double>> sums(names.size(), std::vector<double>(rows_, 0.0));
    std::vector<double> seconds(rows_, 0.0);
    const std::size_t name = table_.column("endpoint");
    const std::size_t time_s = table_.column("time_s");
    for (std::size_t row = 0; row < table_.size(); ++row) {
      if (table_.text(row, name) != endpoint)
        continue;
      const auto bucket =
          std::min(static_cast<std::size_t>((table_.number(row, time_s) - 1e-6) / bucket_s_), rows_ - 1);
      seconds[bucket] += 1;
      for (std::size_t i = 0; i < names.size(); ++i) {
        const double value = table_.number(row, table_.column(names[i]));
        sums[i][bucket] = i == names.size() - 1 ? std::max(sums[i][bucket], value) : sums[i][bucket] + value;
      }
    }
    ordered_json columns;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const bool is_rate = i < 2;
      for (std::size_t row = 0; row < rows_; ++row)
        if (is_rate)
          sums[i][row] /= bucket_s_;
        else if (seconds[row] == 0)
          sums[i][row] = std::nan("");
        else if (i < names.size() - 1)
          sums[i][row] /= seconds[row];
      columns[names[i]] = column(sums[i], 3);
    }
    return columns;
  }

private:
  const Table& table_;
  double bucket_s_;
  std::size_t rows_;
};

ordered_json resources_json(const RunFiles& run)
{
  const Components components(run.manifest);
  std::map<Component, int> seen;
  auto list = ordered_json::array();
  for (const ResourceColumns& resource : resources_of(run.series)) {
    const Component component = components.of_resource(resource.name);
    list.push_back({{"name", resource.name},
                    {"component", look_of(component).name},
                    {"dash", seen[component]++},
                    {"utilisation", column(run.series.numbers(resource.name + " utilisation"), 3)},
                    {"queued", column(run.series.numbers(resource.name + " queued"))}});
  }
  return list;
}

ordered_json timeline_json(const RunFiles& run)
{
  auto list = ordered_json::array();
  for (const Stretch& each : run.timeline())
    list.push_back({{"from", each.from_s}, {"to", each.to_s}, {"kind", each.kind}, {"text", words_of(each)}});
  return list;
}

ordered_json series_json(const RunFiles& run)
{
  ordered_json series;
  for (const char* name : {"vus", "requests_per_s", "iterations_per_s", "failures_per_s", "dropped_per_s", "p50_ms",
                           "p95_ms", "p99_ms", "max_ms"})
    series[name] = column(run.series.numbers(name));
  series["time_s"] = run.series.numbers("time_s");
  return series;
}

/// In an element `script` a `<` could end it, or begin a comment that hides its end.
std::string script_text(const ordered_json& data)
{
  std::string text;
  for (const char letter : data.dump(-1, ' ', false, ordered_json::error_handler_t::replace))
    if (letter == '<')
      text += "\\u003c";
    else
      text += letter;
  return text;
}

void add_promise(ordered_json& data, const std::optional<Slo>& slo)
{
  if (slo)
    data["slo"] = {{"ms", slo->ms}, {"text", slo->text}};
}

} // namespace

std::string report_data(const RunFiles& whole, const RunFiles& thin, const std::optional<Slo>& slo)
{
  const double last_s = whole.series.number(whole.series.size() - 1, whole.series.column("time_s"));
  const double heat_s = std::max(1.0, std::ceil(last_s / static_cast<double>(most_heat_columns)));
  const auto all = latency_rows(whole.latencies);
  const auto by_endpoint = latency_rows_by_endpoint(whole.latencies);
  const EndpointColumns columns(whole.endpoint_series, last_s);
  ordered_json data = series_json(thin);
  data["curve"] = curve_json(load_curve_of(whole, all));
  data["spectrum"] = spectrum_json(all);
  data["heat_s"] = heat_s;
  data["heat"] = heat_json(all, heat_s);
  data["endpoint_time_s"] = columns.grid();
  data["endpoints"] = ordered_json::array();
  for (std::size_t row = 1; row < std::min(whole.endpoints.size(), most_endpoints + 1); ++row) {
    const std::string& name = whole.endpoints.text(row, whole.endpoints.column("endpoint"));
    const auto found = by_endpoint.find(name);
    const auto latencies = found == by_endpoint.end() ? std::vector<LatencyRow>{} : found->second;
    ordered_json endpoint = columns.of(name);
    endpoint["name"] = name;
    endpoint["curve"] = curve_json(load_curve_of(whole, latencies));
    endpoint["spectrum"] = spectrum_json(latencies);
    endpoint["heat"] = heat_json(latencies, heat_s);
    data["endpoints"].push_back(std::move(endpoint));
  }
  data["resources"] = resources_json(thin);
  data["timeline"] = timeline_json(whole);
  const auto saturations = filled(whole.failures);
  if (not saturations.empty())
    data["filled"] = {{"time_s", saturations.front().time_s},
                      {"vus", saturations.front().vus},
                      {"text", saturations.front().resource + " full"}};
  add_promise(data, slo);
  return script_text(data);
}

std::string comparison_data(const RunFiles& first, const RunFiles& second, const std::optional<Slo>& slo)
{
  ordered_json data;
  for (const RunFiles* run : {&first, &second}) {
    ordered_json one = series_json(*run);
    one["name"] = run->label();
    one["resources"] = resources_json(*run);
    one["timeline"] = timeline_json(*run);
    data["runs"].push_back(std::move(one));
  }
  add_promise(data, slo);
  return script_text(data);
}

} // namespace onsale::plots
