#include "calibration/k6/k6_result.hpp"

#include <algorithm>

namespace onsale::calibration {

const Figure* K6Result::Metric::find(std::string_view statistic) const
{
  const auto found =
      std::find_if(statistics.begin(), statistics.end(), [&](const Statistic& each) { return each.name == statistic; });
  return found == statistics.end() ? nullptr : &found->figure;
}

const K6Result::Metric* K6Result::find(std::string_view metric) const
{
  const auto found =
      std::find_if(metrics.begin(), metrics.end(), [&](const Metric& each) { return each.name == metric; });
  return found == metrics.end() ? nullptr : &*found;
}

const Figure* K6Result::find(std::string_view metric, std::string_view statistic) const
{
  const Metric* const found = find(metric);
  return found == nullptr ? nullptr : found->find(statistic);
}

std::string_view base_name(std::string_view metric)
{
  return metric.substr(0, metric.find('{'));
}

bool is_sub_metric(std::string_view metric)
{
  return metric.find('{') != std::string_view::npos;
}

} // namespace onsale::calibration
