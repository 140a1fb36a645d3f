#include "sim/run/verdict/diagnosis.hpp"

#include "model/config/wording.hpp"
#include "sim/run/verdict/bottleneck.hpp"
#include "sim/run/verdict/failure_points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace onsale::run {
namespace {

constexpr double least_backlog_s = 10;
constexpr double at_the_same_time_s = 1; // a row of the time series

struct Window {
  Cause fault;
  double backlog_until_s = 0;
};

/// What customers lost in a second: requests that failed and iterations that did not begin.
double lost_per_s(const SeriesPoint& point)
{
  return point.failures_per_s + point.dropped_per_s;
}

/// Mean over the seconds of a stretch, 0 of none.
template <class Figure> double mean(const Series& series, double from_s, double to_s, Figure figure)
{
  double sum = 0;
  int count = 0;
  for (const SeriesPoint& point : series.points)
    if (point.time_s > from_s && point.time_s <= to_s) {
      sum += figure(point);
      ++count;
    }
  return count > 0 ? sum / count : 0;
}

/// While it lasts, more is lost than before, or requests take twice as long.
bool does_harm(const Series& series, const Window& window)
{
  const double from_s = window.fault.from_s;
  const double until_s = window.backlog_until_s;
  const auto slow = [](const SeriesPoint& point) { return point.mean_ms; };
  if (from_s <= at_the_same_time_s)
    return true; // there is no time before
  return mean(series, from_s, until_s, lost_per_s) > 1.1 * mean(series, 0, from_s, lost_per_s) ||
         mean(series, from_s, until_s, slow) > 2 * mean(series, 0, from_s, slow);
}

std::vector<Window> windows(const Scenario& scenario, const RunResult& result)
{
  std::vector<Window> found;
  const double end_s = result.load.duration_s;
  for (const operations::Fault& fault : scenario.plan.faults) {
    const double from_s = engine::in_seconds(fault.from);
    const double to_s = std::min(engine::in_seconds(fault.to), end_s);
    if (from_s >= end_s)
      continue;
    Window window{{Cause::Kind::fault, fault.name, from_s, to_s, "", 0, 0},
                  to_s + std::max(least_backlog_s, to_s - from_s)};
    const auto point =
        std::ranges::find_if(result.series.points, [&](const auto& each) { return each.time_s > from_s; });
    if (point != result.series.points.end()) {
      window.fault.vus = point->vus;
      window.fault.requests_per_s = point->requests_per_s;
    }
    if (does_harm(result.series, window))
      found.push_back(window);
  }
  std::ranges::stable_sort(found, {}, [](const Window& each) { return each.fault.from_s; });
  return found;
}

/// The fault that a saturation follows: the last that began before it.
std::optional<std::size_t> fault_behind(const std::vector<Window>& faults, double time_s)
{
  std::optional<std::size_t> behind;
  for (std::size_t number = 0; number < faults.size(); ++number)
    if (faults[number].fault.from_s <= time_s + at_the_same_time_s && time_s <= faults[number].backlog_until_s)
      behind = number;
  return behind;
}

struct Waits {
  std::string resource;
  std::string text;
};

/// The one resource that keeps requests waiting for a good part of their time, whether it is ever full or not: a lock,
/// the collector. What is on the way, or somebody else's time, is no resource.
std::optional<Waits> waited_for(const RunResult& result)
{
  constexpr double much = 0.3;
  const auto all = blame_of_all(result.blame);
  double all_s = 0;
  for (const Blame& each : all)
    all_s += each.all_s();
  const auto most = std::ranges::max_element(all, {}, &Blame::wait_s);
  if (most == all.end() || most->wait_s < much * all_s)
    return std::nullopt;
  return Waits{most->resource, fmt::format("{} {} requests waiting for {:.0f} % of their time", most->resource,
                                           is_or_are(most->resource) == std::string_view("are") ? "keep" : "keeps",
                                           100 * most->wait_s / all_s)};
}

/// `nothing is full: app cpu, at most 40 % busy over 3 s`
std::string busiest_text(const Series& series)
{
  constexpr std::size_t shortest = 3;
  if (series.points.size() < shortest)
    return "the test is too short to see what fills up";
  return "nothing is full: " + busiest(series);
}

} // namespace

std::vector<Cause> causes(const Scenario& scenario, const RunResult& result)
{
  const auto faults = windows(scenario, result);
  std::vector<std::vector<Cause>> victims(faults.size());
  std::vector<Cause> own;
  for (const Saturation& each : saturations(result.series, result.blame)) {
    Cause cause{Cause::Kind::saturation, each.resource.name(), each.time_s, each.time_s + each.seconds, "", each.vus,
                each.requests_per_s};
    const auto behind = fault_behind(faults, each.time_s);
    if (behind)
      cause.because = faults[*behind].fault.what;
    (behind ? victims[*behind] : own).push_back(cause);
  }
  std::vector<Cause> all;
  const bool own_first = not own.empty() && (faults.empty() || own.front().from_s < faults.front().fault.from_s);
  if (own_first)
    all = own;
  for (std::size_t number = 0; number < faults.size(); ++number) {
    all.push_back(faults[number].fault);
    std::ranges::stable_sort(victims[number], {}, &Cause::from_s);
    all.insert(all.end(), victims[number].begin(), victims[number].end());
  }
  if (not own_first)
    all.insert(all.end(), own.begin(), own.end());
  return all;
}

std::string cause_text(const Scenario& scenario, const RunResult& result)
{
  const auto found = causes(scenario, result);
  if (const auto drops = unavoidable_drops(scenario, result))
    return "k6 has too few virtual users: " + *drops;
  const auto waits = waited_for(result);
  if (found.empty())
    return waits ? waits->text : busiest_text(result.series);
  const Cause& first = found.front();
  if (first.kind == Cause::Kind::saturation) {
    const std::string full =
        fmt::format("{} {} full from {:.0f} s on, at {} users and {:.0f} requests/s", first.what, is_or_are(first.what),
                    first.from_s, config::grouped(first.vus), first.requests_per_s);
    const bool is_victim = waits && std::ranges::none_of(found, [&](const Cause& each) {
                             return each.what.starts_with(waits->resource); // names carry the instance
                           });
    return is_victim ? waits->text + ", so that " + full : full;
  }
  std::string text = first.to_s < result.load.duration_s
                         ? fmt::format("{} from {:.0f} s to {:.0f} s", first.what, first.from_s, first.to_s)
                         : fmt::format("{} from {:.0f} s on", first.what, first.from_s);
  if (found.size() > 1 && found[1].because == first.what)
    text += fmt::format(", which fills {} from {:.0f} s on", found[1].what, found[1].from_s);
  return text;
}

const char* is_or_are(std::string_view name)
{
  while (not name.empty() && (name.back() == ' ' || (name.back() >= '0' && name.back() <= '9')))
    name.remove_suffix(1);
  return name.ends_with("s") && not name.ends_with("ss") ? "are" : "is";
}

} // namespace onsale::run
