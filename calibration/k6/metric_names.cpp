#include "calibration/k6/metric_names.hpp"

#include "calibration/k6/k6_result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace onsale::calibration {
namespace {

using k6::MetricContent;
using k6::MetricKind;

struct Builtin {
  std::string_view name;
  MetricType type;
};

constexpr MetricType time_trend{MetricKind::trend, MetricContent::time};
constexpr MetricType data_counter{MetricKind::counter, MetricContent::data};
constexpr MetricType counter{MetricKind::counter, MetricContent::number};
constexpr MetricType gauge{MetricKind::gauge, MetricContent::number};
constexpr MetricType rate{MetricKind::rate, MetricContent::number};

constexpr std::array<Builtin, 18> builtins{{{"http_reqs", counter},
                                            {"http_req_duration", time_trend},
                                            {"http_req_blocked", time_trend},
                                            {"http_req_connecting", time_trend},
                                            {"http_req_tls_handshaking", time_trend},
                                            {"http_req_sending", time_trend},
                                            {"http_req_waiting", time_trend},
                                            {"http_req_receiving", time_trend},
                                            {"http_req_failed", rate},
                                            {"checks", rate},
                                            {"data_sent", data_counter},
                                            {"data_received", data_counter},
                                            {"group_duration", time_trend},
                                            {"iteration_duration", time_trend},
                                            {"iterations", counter},
                                            {"dropped_iterations", counter},
                                            {"vus", gauge},
                                            {"vus_max", gauge}}};

} // namespace

std::optional<MetricType> builtin_type(std::string_view metric)
{
  const auto base = base_name(metric);
  const auto* const found =
      std::find_if(builtins.begin(), builtins.end(), [&](const Builtin& each) { return each.name == base; });
  return found == builtins.end() ? std::nullopt : std::optional(found->type);
}

std::optional<MetricKind> kind_named(std::string_view word)
{
  for (const auto kind : {MetricKind::counter, MetricKind::gauge, MetricKind::rate, MetricKind::trend})
    if (word == k6::name_of(kind))
      return kind;
  return std::nullopt;
}

std::optional<MetricContent> content_named(std::string_view word)
{
  for (const auto content : {MetricContent::number, MetricContent::time, MetricContent::data})
    if (word == k6::name_of(content))
      return content;
  return std::nullopt;
}

std::string statistic_name(std::string_view statistic)
{
  if (statistic.starts_with("p(") && statistic.ends_with(")"))
    return fmt::format("p{}", statistic.substr(2, statistic.size() - 3));
  return std::string(statistic);
}

} // namespace onsale::calibration
