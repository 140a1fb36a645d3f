#include "calibration/fit/figure.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace onsale::fit {
namespace {

constexpr double least_requests = 30;
constexpr double least_beyond = 5; // samples beyond a percentile: with fewer it is one request's luck

constexpr double nearly_all = 0.95; // of the requests, in sub-metrics: then they say all that the whole says

/// Statistic and the share of samples that lies beyond it.
constexpr std::array<std::pair<const char*, double>, 5> statistics = {
    {{"avg", 1}, {"med", 0.5}, {"p90", 0.1}, {"p95", 0.05}, {"p99", 0.01}}};

std::optional<double> find(const Values& values, const std::string& key)
{
  const auto found = values.find(key);
  return found == values.end() ? std::nullopt : std::optional(found->second);
}

class Collector {
public:
  explicit Collector(const Values& measured) : measured_(measured) {}

  /// @param sub  `{name:seats}` or nothing
  void requests(const std::string& sub, bool fitted)
  {
    // A sub-metric of http_req_duration alone does not say of how many requests: they are taken to be many.
    const double count = count_of(sub).value_or(find(measured_, "http_reqs count").value_or(0));
    if (count < least_requests)
      return;
    ratio("http_reqs" + sub + " rate", fitted);
    for (const auto& [statistic, beyond] : statistics)
      if (count * beyond >= least_beyond)
        ratio("http_req_duration" + sub + " " + statistic, fitted);
    share("http_req_failed" + sub, "passes", "fails", fitted);
  }

  std::optional<double> count_of(const std::string& sub) const
  {
    const auto requests = find(measured_, "http_reqs" + sub + " count");
    return requests ? requests : find(measured_, "http_req_duration" + sub + " count");
  }

  /// Failures by the status that they were answered with; 0: not at all.
  void failures()
  {
    const double requests = find(measured_, "http_reqs count").value_or(0);
    for (const auto& [key, count] : measured_)
      if (key.starts_with("failed{status:") && requests > count)
        figures_.push_back({.name = key.substr(0, key.find(' ')),
                            .kind = Figure::Kind::share,
                            .of = key,
                            .rest = "http_reqs count", // so few fail that all stand for the others
                            .per = {},
                            .fitted = true,
                            .least_sd = least_sd(count, requests)});
  }

  void dropped()
  {
    const double dropped = find(measured_, "dropped_iterations count").value_or(-1);
    const double done = find(measured_, "iterations count").value_or(-1);
    if (dropped >= 0 && done >= 0)
      figures_.push_back({.name = "dropped_iterations",
                          .kind = Figure::Kind::share,
                          .of = "dropped_iterations count",
                          .rest = "iterations count",
                          .per = {},
                          .fitted = true,
                          .least_sd = least_sd(dropped, done)});
  }

  /// CPU seconds of a process over the test, for each request.
  void usage()
  {
    for (const auto& [key, value] : measured_)
      if (key.starts_with("cpu ") && value > 0)
        figures_.push_back({.name = key, .kind = Figure::Kind::ratio, .of = key, .rest = {}, .per = "http_reqs count"});
  }

  std::vector<Figure> take() { return std::move(figures_); }

private:
  static double least_sd(double events, double others) { return std::sqrt(1 / (events + 0.5) + 1 / (others + 0.5)); }

  void ratio(const std::string& key, bool fitted)
  {
    if (find(measured_, key).value_or(0) > 0)
      figures_.push_back(
          {.name = key, .kind = Figure::Kind::ratio, .of = key, .rest = {}, .per = {}, .fitted = fitted});
  }

  void share(const std::string& metric, const std::string& events, const std::string& others, bool fitted)
  {
    const auto k = find(measured_, metric + " " + events);
    const auto rest = find(measured_, metric + " " + others);
    if (k && rest && *k + *rest > 0)
      figures_.push_back({.name = metric,
                          .kind = Figure::Kind::share,
                          .of = metric + " " + events,
                          .rest = metric + " " + others,
                          .per = {},
                          .fitted = fitted,
                          .least_sd = least_sd(*k, *rest)});
  }

  const Values& measured_;
  std::vector<Figure> figures_;
};

} // namespace

std::string_view endpoint_of(std::string_view metric)
{
  constexpr std::string_view tag = "{name:";
  const auto begin = metric.find(tag);
  const auto end = metric.find('}');
  if (begin == std::string_view::npos || end == std::string_view::npos)
    return {};
  return metric.substr(begin + tag.size(), end - begin - tag.size());
}

std::vector<Figure> figures_of(const Values& measured)
{
  std::vector<std::string> subs;
  for (const auto& [key, value] : measured)
    if (key.starts_with("http_req_duration{name:") && key.ends_with(" avg"))
      subs.push_back(key.substr(key.find('{'), key.find('}') - key.find('{') + 1));
  Collector collector(measured);
  double covered = 0;
  for (const std::string& sub : subs)
    covered += collector.count_of(sub).value_or(0);
  collector.requests("", covered < nearly_all * find(measured, "http_reqs count").value_or(0));
  for (const std::string& sub : subs)
    collector.requests(sub, true);
  collector.failures();
  collector.dropped();
  collector.usage();
  return collector.take();
}

std::optional<double> coordinate(const Figure& figure, const Values& values)
{
  const auto of = find(values, figure.of);
  if (figure.kind == Figure::Kind::ratio) {
    const auto per = figure.per.empty() ? std::optional(1.0) : find(values, figure.per);
    return of && per && *of > 0 && *per > 0 ? std::optional(std::log(*of / *per)) : std::nullopt;
  }
  const auto rest = find(values, figure.rest);
  // A counter that nothing was added to is not in a summary: none of n.
  return of || rest ? std::optional(std::log((of.value_or(0) + 0.5) / (rest.value_or(0) + 0.5))) : std::nullopt;
}

double plain(const Figure& figure, const Values& values)
{
  const auto of = find(values, figure.of);
  if (figure.kind == Figure::Kind::share) {
    const double k = of.value_or(0);
    const double n = k + find(values, figure.rest).value_or(0);
    return n > 0 ? k / n : std::numeric_limits<double>::quiet_NaN();
  }
  const auto per = figure.per.empty() ? std::optional(1.0) : find(values, figure.per);
  return of && per && *per > 0 ? *of / *per : std::numeric_limits<double>::quiet_NaN();
}

double error(const Figure& figure, const Values& measured, const Values& predicted)
{
  const double was = plain(figure, measured);
  const double is = plain(figure, predicted);
  return figure.kind == Figure::Kind::share ? is - was : is / was - 1;
}

} // namespace onsale::fit
