#include "calibration/fit/calibrate_report.hpp"

#include "calibration/fit/calibrated_file.hpp"
#include "model/k6/metric/metric_format.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace onsale::fit {
namespace {

using Eigen::Index;
using nlohmann::ordered_json;

bool is_time(const Figure& figure)
{
  return figure.name.starts_with("http_req_duration") || figure.name.starts_with("cpu ") ||
         figure.name.starts_with("worker ");
}

bool is_main(const Figure& figure)
{
  const std::string& name = figure.name;
  return name == "http_reqs rate" || name == "http_req_duration avg" || name == "http_req_duration p95" ||
         name == "http_req_duration p99" || name == "http_req_failed" || name == "dropped_iterations";
}

std::string value_text(const Figure& figure, double value)
{
  if (std::isnan(value))
    return "-";
  if (figure.kind == Figure::Kind::share)
    return fmt::format("{:.2f} %", 100 * value);
  return is_time(figure) ? k6::duration_text(1e3 * value) : k6::rounded(value, 5);
}

std::string error_text(const Figure& figure, double error)
{
  if (std::isnan(error))
    return "-";
  return fmt::format("{:+.1f} {}", 100 * error, figure.kind == Figure::Kind::share ? "points" : "%");
}

std::string right(const std::string& cell, std::size_t columns) // units such as µs have fewer columns than bytes
{
  return std::string(columns - std::min(columns, k6::width(cell)), ' ') + cell;
}

/// What the data do tell of a parameter that they leave open: the sum, product or ratio that is known, else from where
/// to where it may be.
std::string known_instead(const Calibration& calibration, std::size_t parameter)
{
  constexpr double anything = 1000;
  for (const FlatDirection& flat : calibration.uncertainty.flat) {
    const auto has = std::ranges::find(flat.parameters, parameter) != flat.parameters.end();
    if (not has || flat.told.empty())
      continue;
    const std::size_t other = flat.parameters[0] == parameter ? flat.parameters[1] : flat.parameters[0];
    return fmt::format("open; known: {} with {}, {:.4g}{} +- {:.1f} %", flat.told, calibration.parameters[other].name,
                       flat.told_value, flat.told_unit, 100 * flat.told_relative);
  }
  const ParameterInterval& interval = calibration.uncertainty.intervals[parameter];
  const std::string unit = calibration.parameters[parameter].unit();
  if (interval.low <= 0 || interval.high / interval.low > anything)
    return fmt::format("open: at most {:.4g}{}", interval.high, unit);
  return fmt::format("open: {:.4g}{} to {:.4g}{}", interval.low, unit, interval.high, unit);
}

/// Searches that agree leave it to the model; one alone, or several that do not, may have missed a better place.
std::string misfit_reason(const Calibration& calibration)
{
  const auto& misfits = calibration.misfits;
  if (misfits.size() < 2)
    return "Only one search was made: the\nmodel leaves something out, or the search stands in a bad place (--starts 5 "
           "looks elsewhere).";
  const double best = *std::ranges::min_element(misfits);
  const auto near = std::ranges::count_if(misfits, [&](double each) { return each < 1.1 * best; });
  if (near > 1)
    return fmt::format("{} of {} searches from different\nplaces explain them no better: the model leaves something of "
                       "this system out.",
                       near, misfits.size());
  return fmt::format("{} searches from different places\nended in places of their own: there may be a better one yet "
                     "(--starts {}).",
                     misfits.size(), 2 * misfits.size());
}

std::string parameters_text(const Calibration& calibration)
{
  std::string text = fmt::format("{:<52}{:>14}{:>14}   {}\n", "parameter", "was", "is", "95 % interval");
  for (std::size_t i = 0; i < calibration.parameters.size(); ++i) {
    const Parameter& parameter = calibration.parameters[i];
    const ParameterInterval& interval = calibration.uncertainty.intervals[i];
    const std::string range = interval.told ? fmt::format("{:.4g}{} to {:.4g}{}", interval.low, parameter.unit(),
                                                          interval.high, parameter.unit())
                                            : known_instead(calibration, i);
    std::string name = parameter.name;
    if (parameter.values.size() > 1)
      name += fmt::format(" (and {} tied to it)", parameter.values.size() - 1);
    text += fmt::format("{:<52}{:>14}{:>14}   {}\n", name, fmt::format("{:.4g}{}", parameter.start(), parameter.unit()),
                        fmt::format("{:.4g}{}", interval.value, parameter.unit()), range);
  }
  if (calibration.uncertainty.misfit > 1.5)
    text += fmt::format("\nResiduals are {:.1f} times what chance would leave, and the intervals are wider by that "
                        "factor. {}\n",
                        calibration.uncertainty.misfit, misfit_reason(calibration));
  return text;
}

std::string names_of(const Calibration& calibration, const std::vector<std::size_t>& parameters)
{
  std::string text;
  for (std::size_t i = 0; i < parameters.size(); ++i)
    text += fmt::format("{}{}",
                        i == 0                       ? ""
                        : i + 1 == parameters.size() ? " and "
                                                     : ", ",
                        calibration.parameters[parameters[i]].name);
  return text;
}

std::string flat_text(const Calibration& calibration, const FlatDirection& flat)
{
  std::string text = names_of(calibration, flat.parameters);
  text += flat.parameters.size() > 1 ? " cannot be told apart by these runs" : " cannot be told by these runs";
  if (not flat.told.empty())
    text += fmt::format(": only {}, {:.4g}{} +- {:.1f} %, is known", flat.told, flat.told_value, flat.told_unit,
                        100 * flat.told_relative);
  text += ".";
  if (not calibration.advice.empty()) {
    const Advice& best = calibration.advice[best_for(flat, calibration.advice)];
    const double after = sd_along(flat, best.covariance);
    if (after < 0.7 * flat.sd)
      text += fmt::format(" One more run would narrow this {:.1f} times: {}.", flat.sd / after, best.words);
    else
      text += " None of the runs that were looked at would tell: they change nothing that depends on it.";
  }
  return text + "\n";
}

/// Directions of which nothing is known, where they share parameters: each by itself would repeat the others' names.
std::vector<std::vector<FlatDirection>> groups_of(const std::vector<FlatDirection>& directions)
{
  const auto share = [](const FlatDirection& a, const FlatDirection& b) {
    return std::ranges::find_first_of(a.parameters, b.parameters) != a.parameters.end();
  };
  std::vector<std::vector<FlatDirection>> groups;
  for (const FlatDirection& flat : directions) {
    std::vector<FlatDirection> merged = {flat};
    if (flat.told.empty())
      std::erase_if(groups, [&](const std::vector<FlatDirection>& group) {
        const bool joins = group.front().told.empty() &&
                           std::ranges::any_of(group, [&](const FlatDirection& each) { return share(each, flat); });
        if (joins)
          merged.insert(merged.begin(), group.begin(), group.end());
        return joins;
      });
    groups.push_back(std::move(merged));
  }
  return groups;
}

std::string group_text(const Calibration& calibration, const std::vector<FlatDirection>& group)
{
  if (group.size() == 1)
    return flat_text(calibration, group.front());
  std::set<std::size_t> parameters;
  std::map<std::string, double> narrowed; // by the words of the run
  for (const FlatDirection& flat : group) {
    parameters.insert(flat.parameters.begin(), flat.parameters.end());
    if (calibration.advice.empty())
      continue;
    const Advice& best = calibration.advice[best_for(flat, calibration.advice)];
    double& times = narrowed[best.words];
    times = std::max(times, flat.sd / sd_along(flat, best.covariance));
  }
  std::string text =
      fmt::format("{} cannot be told apart by these runs: {} combinations of them are open.",
                  names_of(calibration, std::vector(parameters.begin(), parameters.end())), group.size());
  for (const auto& [words, times] : narrowed)
    if (times > 1 / 0.7)
      text += fmt::format(" One more run would narrow one of these {:.1f} times: {}.", times, words);
  return text + "\n";
}

std::string open_text(const Calibration& calibration)
{
  std::string text;
  for (const auto& group : groups_of(calibration.uncertainty.flat))
    text += group_text(calibration, group);
  for (const Correlation& each : calibration.uncertainty.strong)
    text += fmt::format("{} and {} are hard to tell apart: correlation {:.2f}.\n",
                        calibration.parameters[each.first].name, calibration.parameters[each.second].name, each.value);
  if (not calibration.dropped.empty())
    text +=
        fmt::format("Left as they are, since these runs do not tell them: {}.\n", fmt::join(calibration.dropped, ", "));
  return text;
}

std::string tests_text(const std::string& title, const std::vector<ComparedTest>& tests, bool all_figures)
{
  if (tests.empty())
    return "";
  std::string text =
      fmt::format("\n{:<44}{:>14}{:>14}{:>14}{:>12}\n", title, "measured", "predicted", "error", "chance");
  for (const ComparedTest& test : tests) {
    text += test.name + "\n";
    for (const Figure& figure : test.figures)
      if (all_figures || is_main(figure))
        text +=
            "  " + k6::padded(figure.name, 42) + right(value_text(figure, plain(figure, test.measured)), 14) +
            right(value_text(figure, plain(figure, test.predicted)), 14) +
            right(error_text(figure, error(figure, test.measured, test.predicted)), 14) +
            right(figure.kind == Figure::Kind::share ? "" : fmt::format("{:.1f} %", 100 * test.noise.at(figure.name)),
                  12) +
            "\n";
  }
  return text;
}

/// Half-width of a 95 % interval as a factor: 1.1 is 10 % either way.
std::string factor_text(double sd)
{
  const double factor = std::exp(1.96 * sd);
  return factor < 2 ? fmt::format("+- {:.1f} %", 100 * (factor - 1)) : "open";
}

std::string advice_text(const Calibration& calibration)
{
  if (calibration.advice.empty())
    return "";
  const std::size_t worst = known_least(calibration.uncertainty);
  const auto index = static_cast<Index>(worst);
  const double now = std::sqrt(calibration.uncertainty.covariance(index, index));
  std::string text = fmt::format("\nWhat to run next, to know {} better (now {}):\n",
                                 calibration.parameters[worst].name, factor_text(now));
  constexpr std::size_t shown = 5;
  for (std::size_t i = 0; i < std::min(shown, calibration.advice.size()); ++i) {
    const Advice& each = calibration.advice[i];
    text += fmt::format("  {:<80} {:>10}\n", each.words, factor_text(std::sqrt(each.covariance(index, index))));
    if (not each.how.empty())
      text += "    " + each.how + "\n";
  }
  for (const std::string& sentence : calibration.not_alone)
    text += sentence + "\n";
  return text;
}

ordered_json test_json(const ComparedTest& test)
{
  ordered_json figures = ordered_json::array();
  for (const Figure& figure : test.figures)
    figures.push_back({{"name", figure.name},
                       {"kind", figure.kind == Figure::Kind::share ? "share" : "ratio"},
                       {"measured", plain(figure, test.measured)},
                       {"predicted", plain(figure, test.predicted)},
                       {"error", error(figure, test.measured, test.predicted)},
                       {"chance", test.noise.at(figure.name)},
                       {"fitted", figure.fitted}});
  return {{"test", test.name}, {"figures", figures}};
}

ordered_json tests_json(const std::vector<ComparedTest>& tests)
{
  ordered_json list = ordered_json::array();
  for (const ComparedTest& test : tests)
    list.push_back(test_json(test));
  return list;
}

ordered_json names_json(const Calibration& calibration, const std::vector<std::size_t>& parameters)
{
  ordered_json names = ordered_json::array();
  for (const std::size_t each : parameters)
    names.push_back(calibration.parameters[each].name);
  return names;
}

} // namespace

std::string calibration_text(const Calibration& calibration, bool all_figures)
{
  const std::string open = open_text(calibration);
  return parameters_text(calibration) + (open.empty() ? "" : "\n" + open) +
         tests_text("fitted to", calibration.fitted, all_figures) +
         tests_text("held out", calibration.held_out, all_figures) + advice_text(calibration);
}

std::string calibration_json(const Calibration& calibration)
{
  ordered_json parameters = ordered_json::array();
  for (std::size_t i = 0; i < calibration.parameters.size(); ++i) {
    const Parameter& parameter = calibration.parameters[i];
    const ParameterInterval& interval = calibration.uncertainty.intervals[i];
    ordered_json tied = ordered_json::array();
    for (std::size_t k = 1; k < parameter.values.size(); ++k)
      tied.push_back(parameter.values[k].path);
    parameters.push_back({{"name", parameter.name},
                          {"tied", tied},
                          {"unit", parameter.unit()},
                          {"was", parameter.start()},
                          {"analytic", parameter.value(calibration.start[i])},
                          {"value", interval.value},
                          {"low", interval.low},
                          {"high", interval.high},
                          {"told", interval.told}});
  }
  ordered_json correlation = ordered_json::array();
  for (Index i = 0; i < calibration.uncertainty.correlation.rows(); ++i) {
    const Eigen::VectorXd row = calibration.uncertainty.correlation.row(i);
    correlation.push_back(std::vector<double>(row.begin(), row.end()));
  }
  ordered_json flat = ordered_json::array();
  for (const FlatDirection& each : calibration.uncertainty.flat)
    flat.push_back({{"parameters", names_json(calibration, each.parameters)},
                    {"sd", each.sd},
                    {"told", each.told},
                    {"told_value", each.told_value},
                    {"told_unit", each.told_unit},
                    {"told_relative", each.told_relative},
                    {"words", flat_text(calibration, each)}});
  ordered_json advice = ordered_json::array();
  for (const Advice& each : calibration.advice) {
    const Eigen::VectorXd sd = each.covariance.diagonal().cwiseSqrt();
    advice.push_back({{"run", each.words}, {"how", each.how}, {"sd", std::vector<double>(sd.begin(), sd.end())}});
  }
  return ordered_json{{"parameters", parameters},
                      {"correlation", correlation},
                      {"misfit", calibration.uncertainty.misfit},
                      {"misfits_of_searches", calibration.misfits},
                      {"cannot_be_told", flat},
                      {"left_as_they_are", calibration.dropped},
                      {"fitted", tests_json(calibration.fitted)},
                      {"held_out", tests_json(calibration.held_out)},
                      {"next", advice},
                      {"cannot_be_tested_alone", calibration.not_alone},
                      {"simulations", calibration.simulations}}
             .dump(2) +
         "\n";
}

} // namespace onsale::fit
