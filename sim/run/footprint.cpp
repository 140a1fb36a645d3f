#include "sim/run/footprint.hpp"

#include "model/config/faults.hpp"
#include "model/config/wording.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <limits>
#include <string>
#include <utility>

namespace onsale::run {
namespace {

// Measured by the growth of the resident set of runs.
constexpr double bytes_a_user = 3700;
constexpr double bytes_a_core = 12;
constexpr double bytes_a_second = 900; // a row of the time series

double users(const k6::Options& load)
{
  double most = 0;
  for (const k6::ScenarioOptions& each : load.scenarios) {
    const auto* vus = k6::arrival_vus(each.executor);
    most += static_cast<double>(vus != nullptr ? vus->most : k6::max_vus(k6::required_vus(each)));
  }
  return most;
}

double cores(const Scenario& scenario)
{
  double sum = 0;
  for (const system::HostOptions& host : scenario.system.hosts)
    sum += std::max(host.cpu.cores, host.cpu.hardware_threads);
  return sum;
}

double seconds(const Scenario& scenario)
{
  return static_cast<double>(k6::longest_duration_ns(scenario.load)) / 1e9;
}

} // namespace

double footprint_bytes(const Scenario& scenario)
{
  return bytes_a_user * users(scenario.load) + bytes_a_core * cores(scenario) + bytes_a_second * seconds(scenario);
}

double available_bytes()
{
  double available = std::numeric_limits<double>::infinity();
  std::ifstream lines("/proc/meminfo");
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("MemAvailable:"))
      available = 1024 * std::stod(line.substr(line.find_first_of("0123456789")));
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
    available = std::min(available, static_cast<double>(limit.rlim_cur));
  return available;
}

void refuse_what_does_not_fit(const Scenario& scenario, double available_bytes)
{
  const double needed = footprint_bytes(scenario);
  if (needed <= available_bytes)
    return;
  const std::array<std::pair<double, std::string>, 3> parts = {
      {{bytes_a_user * users(scenario.load),
        config::grouped(static_cast<std::uint64_t>(users(scenario.load))) + " virtual users"},
       {bytes_a_core * cores(scenario), fmt::format("{:.3g} cores", cores(scenario))},
       {bytes_a_second * seconds(scenario), fmt::format("{:.3g} s of time series", seconds(scenario))}}};
  throw config::InvalidInput(
      {{scenario.path.string(), 0, 0,
        fmt::format("would take about {:.2g} GB of memory, most of it for {}; {:.2g} GB are free", needed / 1e9,
                    std::ranges::max_element(parts)->second, available_bytes / 1e9)}});
}

} // namespace onsale::run
