#include "plots/latency_classes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace onsale::plots {

void LatencyClasses::add(double from_ms, double to_ms, double requests)
{
  Class& one = classes_[from_ms];
  one.to_ms = to_ms;
  one.requests += requests;
  requests_ += requests;
}

double LatencyClasses::percentile_ms(double share) const
{
  const double rank = std::max(1.0, std::ceil(share * requests_));
  double below = 0;
  for (const auto& [from_ms, one] : classes_) {
    below += one.requests;
    if (below >= rank)
      return std::sqrt(from_ms > 0 ? from_ms * one.to_ms : one.to_ms * one.to_ms);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

std::vector<LatencyRow> latency_rows(const Table& latencies)
{
  const std::size_t time_s = latencies.column("time_s");
  const std::size_t from_ms = latencies.column("from_ms");
  const std::size_t to_ms = latencies.column("to_ms");
  const std::size_t requests = latencies.column("requests");
  std::vector<LatencyRow> rows(latencies.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i] = {latencies.number(i, time_s), latencies.number(i, from_ms), latencies.number(i, to_ms),
               latencies.number(i, requests)};
  return rows;
}

std::map<std::string, std::vector<LatencyRow>> latency_rows_by_endpoint(const Table& latencies)
{
  const std::size_t endpoint = latencies.column("endpoint");
  const auto rows = latency_rows(latencies);
  std::map<std::string, std::vector<LatencyRow>> by_endpoint;
  for (std::size_t i = 0; i < rows.size(); ++i)
    by_endpoint[latencies.text(i, endpoint)].push_back(rows[i]);
  return by_endpoint;
}

} // namespace onsale::plots
