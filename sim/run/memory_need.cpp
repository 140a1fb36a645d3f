#include "sim/run/memory_need.hpp"

#include "model/k6/metric/metric_format.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>

namespace onsale::run {

std::int64_t available_bytes()
{
  std::int64_t available = std::numeric_limits<std::int64_t>::max();
  std::ifstream meminfo("/proc/meminfo");
  for (std::string name, unit; meminfo >> name;) {
    std::int64_t kib = 0;
    meminfo >> kib;
    std::getline(meminfo, unit);
    if (name == "MemAvailable:")
      available = kib * 1024;
  }
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
    available = std::min(available, static_cast<std::int64_t>(limit.rlim_cur));
  return available;
}

std::optional<std::string> too_many_vus(const k6::Options& load, std::int64_t available_bytes)
{
  const std::int64_t vus = k6::initialised_vus(load);
  if (vus <= available_bytes / bytes_per_vu)
    return std::nullopt;
  return fmt::format("{} virtual users need about {} of memory, {} are free", vus,
                     k6::bytes_text(static_cast<double>(vus) * static_cast<double>(bytes_per_vu)),
                     k6::bytes_text(static_cast<double>(available_bytes)));
}

} // namespace onsale::run
