#include "tests/oracle/queues.hpp"

#include <algorithm>
#include <numeric>

namespace onsale::oracle {

std::vector<engine::Interval> replicate(const std::function<std::vector<double>(std::uint32_t)>& replication)
{
  std::vector<std::vector<double>> samples;
  for (std::uint32_t number = 0; number < replications; ++number) {
    const std::vector<double> figures = replication(number);
    samples.resize(figures.size());
    for (std::size_t i = 0; i < figures.size(); ++i)
      samples[i].push_back(figures[i]);
  }
  std::vector<engine::Interval> intervals;
  for (const auto& sample : samples)
    intervals.push_back(engine::student_interval(sample, confidence));
  return intervals;
}

double erlang_b(std::uint32_t servers, double offered)
{
  double blocked = 1;
  for (std::uint32_t c = 1; c <= servers; ++c)
    blocked = offered * blocked / (c + offered * blocked);
  return blocked;
}

double erlang_c(std::uint32_t servers, double offered)
{
  const double blocked = erlang_b(servers, offered);
  return blocked / (1 - offered / servers * (1 - blocked));
}

MvaResult mva(const std::vector<MvaStation>& stations, double think_s, std::uint32_t users)
{
  // present[k][j]: probability of j customers at station k. p(0) is what the others leave: exact for these sizes.
  std::vector<std::vector<double>> present(stations.size(), std::vector<double>(users + 1, 0.0));
  for (auto& probabilities : present)
    probabilities[0] = 1;
  MvaResult result{0, std::vector<double>(stations.size())};
  for (std::uint32_t n = 1; n <= users; ++n) {
    for (std::size_t k = 0; k < stations.size(); ++k) {
      const auto& [demand_s, servers] = stations[k];
      double residence_s = 0;
      for (std::uint32_t j = 1; j <= n; ++j)
        residence_s += j * demand_s / (servers == 0 ? j : std::min(j, servers)) * present[k][j - 1];
      result.residence_s[k] = residence_s;
    }
    const double cycle_s = std::accumulate(result.residence_s.begin(), result.residence_s.end(), think_s);
    result.throughput_per_s = n / cycle_s;
    for (std::size_t k = 0; k < stations.size(); ++k) {
      const auto& [demand_s, servers] = stations[k];
      double sum = 0;
      for (std::uint32_t j = n; j >= 1; --j) {
        const double rate = servers == 0 ? j : std::min(j, servers);
        present[k][j] = result.throughput_per_s * demand_s / rate * present[k][j - 1];
        sum += present[k][j];
      }
      present[k][0] = std::max(0.0, 1 - sum);
    }
  }
  return result;
}

} // namespace onsale::oracle
