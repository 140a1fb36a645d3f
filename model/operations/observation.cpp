#include "model/operations/observation.hpp"

#include "model/system/part.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace onsale::operations {
namespace {

using system::MetricKind;

/// Of the load: of http_req_duration, of requests as http_req_failed counts, answered or given up.
constexpr std::array<std::string_view, 4> load_metrics = {"p95", "mean", "error-share", "requests-per-s"};

double ratio(double part, double whole, double otherwise = 0)
{
  return whole > 0 ? part / whole : otherwise;
}

} // namespace

const std::vector<std::string_view>& metric_names()
{
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all(load_metrics.begin(), load_metrics.end());
    for (const MetricKind* kind : system::metric_kinds())
      all.push_back(kind->name);
    return all;
  }();
  return names;
}

std::optional<Metric> metric_from_name(std::string_view name)
{
  const auto& names = metric_names();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    return std::nullopt;
  return static_cast<Metric>(found - names.begin());
}

std::string metric_list()
{
  std::string list;
  for (const std::string_view name : metric_names())
    list += (list.empty() ? "" : ", ") + std::string(name);
  return list;
}

Observation Observer::observe(engine::Time now, const LoadFigures& load)
{
  static const auto kinds = system::metric_kinds();
  totals_.resize(kinds.size());
  wholes_.resize(kinds.size());
  const double dt_s = std::max(engine::in_seconds(now - last_), 1e-9);
  last_ = now;
  Observation seen = {load.p95_s, load.mean_s, ratio(load.failures_per_s, load.requests_per_s), load.requests_per_s};
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const MetricKind& kind = *kinds[i];
    const double total = kind.total(system_);
    const double grown = total - std::exchange(totals_[i], total);
    double value = total;
    if (kind.rate == MetricKind::Rate::per_second)
      value = grown / dt_s;
    else if (kind.rate == MetricKind::Rate::per_minute)
      value = 60 * grown / dt_s;
    else if (kind.rate == MetricKind::Rate::ratio) {
      const double whole = kind.whole(system_);
      value = ratio(grown, whole - std::exchange(wholes_[i], whole), kind.none != nullptr ? kind.none(system_) : 0);
    }
    seen.push_back(kind.per != nullptr ? ratio(value, kind.per(system_)) : value);
  }
  return seen;
}

} // namespace onsale::operations
