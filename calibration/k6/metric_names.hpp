/// What k6's own metrics are, and how its files call their statistics: for formats that do not say.
#pragma once

#include "model/k6/metric/metrics_sink.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace onsale::calibration {

struct MetricType {
  k6::MetricKind kind = k6::MetricKind::trend;
  k6::MetricContent content = k6::MetricContent::number;
};

/// @param metric  with or without the braces of a sub-metric
/// @return nothing for a custom metric
std::optional<MetricType> builtin_type(std::string_view metric);

/// k6's names of kinds and contents, as its files have them: `trend`, `time`. Nothing for any other word.
std::optional<k6::MetricKind> kind_named(std::string_view word);
std::optional<k6::MetricContent> content_named(std::string_view word);

/// `p(95)` is p95 here; every other statistic is called as it is.
std::string statistic_name(std::string_view statistic);

} // namespace onsale::calibration
