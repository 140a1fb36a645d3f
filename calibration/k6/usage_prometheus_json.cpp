#include "calibration/k6/json_text.hpp"
#include "calibration/k6/usage_reader.hpp"
#include "model/config/faults.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdlib>
#include <map>
#include <set>

namespace onsale::calibration {
namespace {

using Json = nlohmann::ordered_json;

/// `process_cpu_seconds_total{job="app"}`, as the text format writes it.
std::string name_of(const Json& metric)
{
  std::string labels;
  for (const auto& [label, value] : metric.items())
    if (label != "__name__")
      labels += fmt::format("{}{}=\"{}\"", labels.empty() ? "" : ",", label, value.get<std::string>());
  return metric.value("__name__", "") + (labels.empty() ? "" : "{" + labels + "}");
}

} // namespace

UsageSeries read_usage_prometheus_json(Input& input)
{
  const Json json = parse_json(input.read_all(most_json_bytes), input.name());
  UsageSeries series;
  try {
    const Json& result = json.at("data").at("result");
    std::set<double> times;
    for (const Json& each : result)
      for (const Json& value : each.at("values"))
        times.insert(value.at(0).get<double>());
    if (times.empty())
      throw config::InvalidInput({{input.name(), 0, 0, "expected values, found none"}});
    series.first_unix_s = *times.begin();
    for (const double time : times)
      series.time_s.push_back(time - series.first_unix_s);
    for (const Json& each : result) {
      std::map<double, double> values;
      for (const Json& value : each.at("values"))
        values[value.at(0).get<double>()] = std::strtod(value.at(1).get<std::string>().c_str(), nullptr);
      UsageSeries::Column column{name_of(each.at("metric")), UsageKind::gauge, {}};
      column.kind = usage_kind_of(column.name);
      double last = values.empty() ? 0 : values.begin()->second;
      for (const double time : times) {
        if (const auto found = values.find(time); found != values.end() && std::isfinite(found->second))
          last = found->second;
        column.values.push_back(last);
      }
      series.columns.push_back(std::move(column));
    }
  } catch (const Json::exception& fault) {
    throw config::InvalidInput({{input.name(), 0, 0,
                                 fmt::format("expected the answer of Prometheus to query_range "
                                             "({{\"data\": {{\"result\": [{{\"metric\", \"values\"}}]}}}}): {}",
                                             fault.what())}});
  }
  return series;
}

} // namespace onsale::calibration
