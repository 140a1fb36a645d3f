#include "sim/run/verdict/remarks.hpp"

#include "model/k6/metric/metric_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <numeric>
#include <optional>

namespace onsale::run {
namespace {

/// From class counts, so within the 9 % of a class.
double percentile_ms(const std::vector<std::uint64_t>& latencies, double share)
{
  const auto all = std::accumulate(latencies.begin(), latencies.end(), std::uint64_t{0});
  std::uint64_t seen = 0;
  for (std::size_t number = 0; number < latencies.size(); ++number) {
    seen += latencies[number];
    if (static_cast<double>(seen) >= share * static_cast<double>(all))
      return latency_class_from_ms(number);
  }
  return 0;
}

void add(std::vector<std::uint64_t>& sum, const std::vector<std::uint32_t>& more)
{
  sum.resize(std::max(sum.size(), more.size()));
  for (std::size_t number = 0; number < more.size(); ++number)
    sum[number] += more[number];
}

/// Every user is there from the first second to the last.
bool is_steady(const k6::Options& load)
{
  return std::ranges::all_of(load.scenarios, [](const k6::ScenarioOptions& each) {
    return std::holds_alternative<k6::ConstantVus>(each.executor);
  });
}

std::optional<std::string> start_tells(const Scenario& scenario, const RunResult& result)
{
  constexpr double much = 1.3;
  if (not is_steady(scenario.load) || result.series.points.size() < 4)
    return std::nullopt;
  std::vector<std::uint64_t> whole;
  std::vector<std::uint64_t> later;
  for (const SeriesPoint& point : result.series.points) {
    add(whole, point.latencies);
    if (point.time_s > result.load.duration_s / 2)
      add(later, point.latencies);
  }
  const double of_all_ms = percentile_ms(whole, 0.95);
  const double of_later_ms = percentile_ms(later, 0.95);
  if (of_later_ms == 0 || of_all_ms < much * of_later_ms)
    return std::nullopt;
  return fmt::format("all users begin at once, and the test is too short to forget it: p95 is {} over the whole, {} in "
                     "the second half; lengthen `duration` or let them come in `stages`",
                     k6::duration_text(of_all_ms), k6::duration_text(of_later_ms));
}

std::optional<std::string> few_requests(const RunResult& result)
{
  constexpr double beyond = 5; // fewer requests above a percentile leave it to chance
  const auto requests = std::ranges::find(result.summary.metrics, "http_reqs", &k6::Summary::Metric::name);
  if (requests == result.summary.metrics.end())
    return std::nullopt;
  const double count = requests->value("count");
  if (count == 0 || count * 0.05 >= beyond)
    return std::nullopt;
  return fmt::format("p95 of {:.0f} requests is a matter of chance: lengthen the test or take `--replications`", count);
}

/// A given answer is cheap: figures of a test that goes elsewhere mean little.
std::optional<std::string> goes_elsewhere(const RunResult& result)
{
  constexpr std::size_t shown = 3;
  if (result.unmatched.empty())
    return std::nullopt;
  auto kinds = result.unmatched;
  std::ranges::stable_sort(kinds, std::greater(), [](const auto& each) { return each.second; });
  std::uint64_t all = 0;
  std::string named;
  for (std::size_t number = 0; number < kinds.size(); ++number) {
    all += kinds[number].second;
    if (number < shown)
      named += fmt::format("{}{} ({})", number == 0 ? "" : ", ", kinds[number].first, kinds[number].second);
  }
  return fmt::format("no endpoint of the system takes {} requests, they got the answer of `unmatched`: {}{}", all,
                     named, kinds.size() > shown ? ", .." : "");
}

} // namespace

std::vector<std::string> remarks(const Scenario& scenario, const RunResult& result)
{
  std::vector<std::string> told;
  for (auto& remark : {start_tells(scenario, result), few_requests(result), goes_elsewhere(result)})
    if (remark)
      told.push_back(*remark);
  return told;
}

} // namespace onsale::run
