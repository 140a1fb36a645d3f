#include "sim/run/replay/published.hpp"

#include "model/config/faults.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <limits>
#include <optional>

namespace onsale::run {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why)
{
  throw config::InvalidInput({{path.string(), 0, 0, why}});
}

/// Published name of a statistic and the summary's.
constexpr std::array<std::pair<const char*, const char*>, 10> stats = {{{"count", "count"},
                                                                        {"avg", "avg"},
                                                                        {"min", "min"},
                                                                        {"med", "med"},
                                                                        {"max", "max"},
                                                                        {"p90", "p(90)"},
                                                                        {"p95", "p(95)"},
                                                                        {"p99", "p(99)"},
                                                                        {"rate", "rate"},
                                                                        {"passes", "passes"}}};

/// Metrics worth a line: what a reader of a k6 summary looks at first. The rest is in the summary itself.
bool compared(const k6::Summary::Metric& metric, std::string_view stat)
{
  using k6::MetricKind;
  const std::string& name = metric.name;
  if (name.find('{') != std::string::npos || name == "vus" || name == "vus_max" || name.starts_with("data_"))
    return false;
  if (name.starts_with("http_req_") && name != "http_req_duration" && name != "http_req_failed")
    return false;
  if (metric.kind == MetricKind::counter)
    return stat == "count";
  if (metric.kind == MetricKind::rate)
    return stat == "rate";
  return metric.kind == MetricKind::trend && stat != "count";
}

double target_of(const Published& published, const std::string& metric, const std::string& stat)
{
  const std::string figure = metric + "." + stat;
  for (const auto& [name, error] : published.targets) {
    if (name == figure)
      return error;
    if (name == metric && stat != "min" && stat != "max" && stat != "p99")
      return error;
  }
  return -1;
}

/// k6 prints shares with two decimals of a percent: 36 failures of 184,272 requests read 0.01 %, half of what they are.
/// @return the share from the two counts, if both were printed
std::optional<double> exact_share(const std::string& stat, const nlohmann::json& values)
{
  if (stat != "rate" || not values.contains("passes") || not values.contains("fails"))
    return std::nullopt;
  const auto passes = values.at("passes").at("value").get<double>();
  const auto total = passes + values.at("fails").at("value").get<double>();
  return total > 0 ? std::optional(passes / total) : std::nullopt;
}

} // namespace

std::vector<PublishedFigure> read_published_figures(const std::filesystem::path& path)
{
  std::ifstream file(path);
  if (not file)
    refuse(path, "cannot be read");
  std::vector<PublishedFigure> figures;
  try {
    const auto json = nlohmann::json::parse(file);
    for (const auto& [metric, content] : json.at("results").at("metrics").items())
      for (const auto& [stat, figure] : content.at("values").items())
        if (figure.contains("value") && figure.at("value").is_number())
          figures.push_back(
              {metric, stat, exact_share(stat, content.at("values")).value_or(figure.at("value").get<double>())});
  } catch (const nlohmann::json::exception& error) {
    refuse(path, std::string("not a published result: ") + error.what());
  }
  return figures;
}

double Comparison::relative_error() const
{
  if (published == 0)
    return predicted == 0 ? 0 : std::numeric_limits<double>::infinity();
  return (predicted - published) / published;
}

bool Comparison::met() const
{
  return target < 0 || std::abs(relative_error()) <= target;
}

std::vector<Comparison> compare(const std::vector<PublishedFigure>& figures, const k6::Summary& summary,
                                const Published& published)
{
  std::vector<Comparison> comparisons;
  for (const k6::Summary::Metric& metric : summary.metrics)
    for (const auto& [published_stat, summary_stat] : stats) {
      if (not compared(metric, published_stat))
        continue;
      const auto figure = std::find_if(figures.begin(), figures.end(), [&](const PublishedFigure& each) {
        return each.metric == metric.name && each.stat == published_stat;
      });
      const auto value = std::ranges::find(metric.values, summary_stat, &k6::Summary::Value::name);
      if (figure == figures.end() || value == metric.values.end())
        continue;
      Comparison line;
      line.name = metric.name + " " + published_stat;
      line.published = figure->value;
      line.is_time = metric.kind == k6::MetricKind::trend && metric.content == k6::MetricContent::time;
      line.predicted = line.is_time ? value->value / 1e3 : value->value;
      line.lowest = line.highest = line.predicted;
      line.target = target_of(published, metric.name, published_stat);
      comparisons.push_back(line);
    }
  return comparisons;
}

bool admit_only_sound(std::vector<Comparison>& comparisons, const std::vector<calibration::BrokenFigure>& broken)
{
  for (Comparison& line : comparisons) {
    const auto found = std::find_if(broken.begin(), broken.end(), [&](const calibration::BrokenFigure& figure) {
      return figure.metric + " " + figure.stat == line.name;
    });
    if (found != broken.end()) {
      line.admissible = false;
      line.broken_law = found->law + ": " + found->arithmetic;
    }
    if (not broken.empty())
      line.target = -1;
  }
  return not broken.empty();
}

} // namespace onsale::run
