#include "sim/run/verdict/main_figures.hpp"

namespace onsale::run {
namespace {

using k6::MetricKind;

bool is_main(const k6::Summary::Metric& metric)
{
  const std::string& name = metric.name;
  if (name.find('{') != std::string::npos || name.starts_with("data_") || name.starts_with("vus"))
    return false;
  return not name.starts_with("http_req_") || name == "http_req_duration" || name == "http_req_failed";
}

bool is_main(MetricKind kind, const std::string& value)
{
  return kind == MetricKind::trend || kind == MetricKind::counter ||
         value == (kind == MetricKind::rate ? "rate" : "value");
}

} // namespace

std::vector<Figure> main_figures(const k6::Summary& summary)
{
  std::vector<Figure> figures;
  for (const k6::Summary::Metric& metric : summary.metrics)
    for (const k6::Summary::Value& value : metric.values)
      if (is_main(metric) && is_main(metric.kind, value.name))
        figures.push_back({metric.name + " " + value.name,
                           metric.content == k6::MetricContent::time && value.name != "count", value.value});
  return figures;
}

} // namespace onsale::run
