#include "sim/run/verdict/bottleneck.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::run {
namespace {

constexpr double full = 0.95;
constexpr std::size_t on_end = 3; // intervals

double waited_s(const std::vector<Blame>& blame, const Saturation& saturation)
{
  const auto found = std::ranges::find(blame, saturation.resource.id, &Blame::resource);
  return found == blame.end() ? 0 : found->wait_s;
}

/// Puts first who is charged with much more waiting than the first.
void put_first(std::vector<Saturation>& found, const std::vector<Blame>& blame)
{
  constexpr double much_more = 2;
  if (found.empty())
    return;
  const auto most = std::ranges::max_element(found, {}, [&](const Saturation& each) { return waited_s(blame, each); });
  if (waited_s(blame, *most) > much_more * waited_s(blame, found.front()))
    std::rotate(found.begin(), most, most + 1);
}

} // namespace

std::vector<Saturation> saturations(const Series& series, const std::vector<EndpointBlame>& blame)
{
  std::vector<Saturation> found;
  for (std::size_t resource = 0; resource < series.resources.size(); ++resource) {
    Saturation saturation;
    std::size_t run = 0;
    bool ever = false;
    double busy = 0;
    for (std::size_t i = 0; i < series.points.size(); ++i) {
      const ResourcePoint& point = series.points[i].resources[resource];
      saturation.queued_max = std::max(saturation.queued_max, point.queued);
      run = point.utilisation >= full ? run + 1 : 0;
      if (run == on_end && not ever) {
        ever = true;
        const SeriesPoint& first = series.points[i + 1 - on_end];
        saturation.time_s = i + 1 > on_end ? series.points[i - on_end].time_s : 0;
        saturation.vus = first.vus;
        saturation.requests_per_s = first.requests_per_s;
      }
      if (run < on_end)
        continue;
      for (std::size_t counted = run == on_end ? i + 1 - on_end : i; counted <= i; ++counted) {
        saturation.seconds += 1;
        busy += series.points[counted].resources[resource].utilisation;
      }
    }
    if (not ever)
      continue;
    saturation.resource = series.resources[resource];
    saturation.capacity = series.capacities[resource];
    saturation.utilisation = busy / saturation.seconds;
    found.push_back(saturation);
  }
  std::stable_sort(found.begin(), found.end(), [](const Saturation& a, const Saturation& b) {
    if (a.resource.depth != b.resource.depth)
      return a.resource.depth < b.resource.depth;
    return a.time_s < b.time_s;
  });
  put_first(found, blame_of_all(blame));
  return found;
}

std::string bottleneck_line(const Series& series, const std::vector<EndpointBlame>& blame)
{
  const auto found = saturations(series, blame);
  if (found.empty())
    return "none: no resource was at least 95 % busy for 3 s";
  const Saturation& first = found.front();
  std::string line = fmt::format("{}, {:.0f} % busy for {:.0f} s from {:.0f} s on (then {} VUs, {:.0f} requests/s)",
                                 first.resource.name(), 100 * first.utilisation, first.seconds, first.time_s, first.vus,
                                 first.requests_per_s);
  const auto add = [&](const char* lead, auto wanted) {
    for (std::size_t i = 1; i < found.size(); ++i)
      if (wanted(found[i])) {
        line += fmt::format("{} {} full from {:.0f} s (up to {:.0f} waiting)", lead, found[i].resource.name(),
                            found[i].time_s, found[i].queued_max);
        lead = ",";
      }
  };
  constexpr double at_the_same_time_s = 3; // what follows in the same seconds fills up before it is seen to be full
  const auto later = [&](const Saturation& each) { return each.time_s >= first.time_s - at_the_same_time_s; };
  add("; behind it", later);
  add("; earlier,", [&](const Saturation& each) { return not later(each); });
  return line;
}

} // namespace onsale::run
