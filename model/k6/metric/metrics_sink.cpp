#include "model/k6/metric/metrics_sink.hpp"

#include <algorithm>

namespace onsale::k6 {

const char* name_of(MetricKind kind)
{
  switch (kind) {
  case MetricKind::counter:
    return "counter";
  case MetricKind::gauge:
    return "gauge";
  case MetricKind::rate:
    return "rate";
  case MetricKind::trend:
    break;
  }
  return "trend";
}

const char* name_of(MetricContent content)
{
  switch (content) {
  case MetricContent::time:
    return "time";
  case MetricContent::data:
    return "data";
  case MetricContent::number:
    break;
  }
  return "default";
}

Sink::Sink(MetricKind kind)
{
  switch (kind) {
  case MetricKind::counter:
    state_ = Counter{};
    break;
  case MetricKind::gauge:
    state_ = Gauge{};
    break;
  case MetricKind::rate:
    state_ = Rate{};
    break;
  case MetricKind::trend:
    state_ = Trend{};
    break;
  }
}

double Sink::share() const
{
  return count_ == 0 ? 0 : static_cast<double>(rate().nonzero) / static_cast<double>(count_);
}

void Sink::add_scalar(double value)
{
  if (auto* const counter = std::get_if<Counter>(&state_)) {
    counter->sum += value;
  } else if (auto* const rate = std::get_if<Rate>(&state_)) {
    rate->nonzero += value != 0 ? 1 : 0;
  } else {
    auto& gauge = std::get<Gauge>(state_);
    gauge.value = value;
    gauge.minimum = count_ == 1 ? value : std::min(gauge.minimum, value);
    gauge.maximum = count_ == 1 ? value : std::max(gauge.maximum, value);
  }
}

} // namespace onsale::k6
