#include "calibration/audit/laws.hpp"
#include "calibration/k6/printed.hpp"

#include <fmt/format.h>

#include <set>

namespace onsale::calibration {
namespace {

std::string unit_of(const std::string& text)
{
  return text.substr(text.find_last_of("0123456789") + 1);
}

/// With --summary-time-unit k6 prints all times in that unit, always with two decimals.
bool one_time_unit(const K6Result& result)
{
  std::set<std::string> units;
  for (const K6Result::Metric& metric : result.metrics)
    for (const auto& [name, figure] : metric.statistics)
      if (metric.content == k6::MetricContent::time) {
        const auto point = figure.text.find('.');
        if (point == std::string::npos || figure.text.find_first_not_of("0123456789", point + 1) != point + 3)
          return false;
        units.insert(unit_of(figure.text));
      }
  return units.size() == 1;
}

} // namespace

Findings check_printing(const K6Result& result)
{
  if (result.origin != Origin::k6_block)
    return {};
  const bool fixed_unit = one_time_unit(result);
  Findings findings;
  for (const K6Result::Metric& metric : result.metrics)
    for (const auto& [statistic, figure] : metric.statistics) {
      const Print print = print_of(metric, statistic);
      if (figure.text.empty() || (fixed_unit && print == Print::time))
        continue;
      const std::string why = unlike_k6(figure.text, print);
      // It may have been typed again or beautified: no contradiction, but not k6's own text either.
      findings.push_back(judged(why.empty(), Verdict::doubtful,
                                fmt::format("{} {} is printed {}: {}", metric.name, statistic, figure.text, why),
                                {{metric.name, statistic}}));
    }
  return findings;
}

} // namespace onsale::calibration
