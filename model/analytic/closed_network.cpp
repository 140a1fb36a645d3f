#include "model/analytic/closed_network.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace onsale::analytic {
namespace {

constexpr double most_thinking = 10'000; // customers at a time

/// Products of thousands of factors leave the range of double long before that of long double (1e±4932).
using Terms = std::vector<long double>; // [customers there]

Terms convolved(const Terms& a, const Terms& b)
{
  Terms sum(a.size(), 0);
  for (std::size_t n = 0; n < a.size(); ++n)
    for (std::size_t j = 0; j <= n; ++j)
      sum[n] += a[j] * b[n - j];
  return sum;
}

/// @param scale  multiplies every demand: G(n) is scaled by scale^n, and its terms stay near 1
Terms station_terms(const Station& station, double scale, std::size_t customers)
{
  Terms terms(customers + 1, 1);
  for (std::size_t j = 1; j <= customers; ++j)
    terms[j] = terms[j - 1] * scale * station.demand_s / station.capacity.at(static_cast<double>(j));
  return terms;
}

/// Z^j / j! times exp(-scale Z), which cancels in every ratio and keeps the largest term below 1.
Terms think_terms(double think_s, double scale, std::size_t customers)
{
  const long double mean = static_cast<long double>(scale) * think_s;
  Terms terms(customers + 1);
  for (std::size_t j = 0; j <= customers; ++j)
    terms[j] = mean > 0 ? std::exp(static_cast<long double>(j) * std::log(mean) - mean -
                                   std::lgamma(static_cast<long double>(j) + 1))
                        : (j == 0 ? 1 : 0);
  return terms;
}

} // namespace

Bounds bounds(const std::vector<Station>& stations, double think_s)
{
  Bounds result{std::numeric_limits<double>::infinity(), "", 0, think_s};
  for (const Station& station : stations) {
    result.response_min_s += station.demand_s / station.capacity.at(1);
    if (station.demand_s <= 0 || station.capacity.largest() / station.demand_s >= result.throughput_max_per_s)
      continue;
    result.throughput_max_per_s = station.capacity.largest() / station.demand_s;
    result.bottleneck = station.name;
  }
  return result;
}

double Bounds::throughput_at(double customers) const
{
  return std::min(throughput_max_per_s, customers / (response_min_s + think_s));
}

double Bounds::response_at(double customers) const
{
  return std::max(response_min_s, customers / throughput_max_per_s - think_s);
}

bool is_solvable(const std::vector<Station>& stations, double think_s, std::size_t customers)
{
  const double most_per_s = bounds(stations, think_s).throughput_max_per_s;
  return customers >= 1 && customers <= most_customers && std::isfinite(most_per_s) &&
         most_per_s * think_s <= most_thinking;
}

Curve closed_network(const std::vector<Station>& stations, double think_s, std::size_t customers)
{
  if (customers < 1 || customers > most_customers)
    throw std::invalid_argument("a closed network is solved for 1 to 5000 customers");
  const double scale = bounds(stations, think_s).throughput_max_per_s;
  if (not std::isfinite(scale))
    throw std::invalid_argument("a closed network needs a station with a demand above 0");
  if (scale * think_s > most_thinking)
    throw std::invalid_argument("more than 10000 customers think at a time: see the bounds");
  Terms normalisation = think_terms(think_s, scale, customers);
  for (const Station& station : stations)
    if (station.demand_s > 0)
      normalisation = convolved(normalisation, station_terms(station, scale, customers));
  Curve curve;
  for (std::size_t n = 1; n <= customers; ++n) {
    const auto throughput_per_s = static_cast<double>(scale * normalisation[n - 1] / normalisation[n]);
    curve.throughput_per_s.push_back(throughput_per_s);
    curve.response_s.push_back(static_cast<double>(n) / throughput_per_s - think_s);
  }
  return curve;
}

} // namespace onsale::analytic
