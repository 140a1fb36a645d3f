#include "model/k6/options/arrival_rate.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::k6 {

ArrivalVus read_arrival_vus(config::Object& object)
{
  ArrivalVus vus;
  vus.pre_allocated = read_vus(object, "preAllocatedVUs", "virtual users that are ready at the start", 0, {});
  vus.most = read_vus(object, "maxVUs", "beyond them iterations are dropped; preAllocatedVUs unless said", 0,
                      vus.pre_allocated);
  if (vus.most < vus.pre_allocated)
    object.fault("maxVUs", fmt::format("{} is below preAllocatedVUs, which is {}", vus.most, vus.pre_allocated));
  else if (vus.most == 0 and object.has("preAllocatedVUs"))
    object.fault("maxVUs", "0 VUs run no iteration");
  return vus;
}

std::int64_t read_time_unit_ns(config::Object& object)
{
  const auto unit_ns = read_duration_ns(object, "timeUnit", "of rate, startRate and the stages' targets", 1);
  if (unit_ns <= 0)
    object.fault("timeUnit", "the timeUnit must be more than 0 (default 1s)");
  return std::max<std::int64_t>(unit_ns, 1);
}

double per_second(double rate, std::int64_t time_unit_ns)
{
  return rate * static_cast<double>(second_ns) / static_cast<double>(time_unit_ns);
}

std::string rate_text(std::int64_t rate, std::int64_t time_unit_ns)
{
  return fmt::format("{:.2f}", per_second(static_cast<double>(rate), time_unit_ns));
}

std::string max_vus_text(const ArrivalVus& vus)
{
  return vus.most == vus.pre_allocated ? fmt::format("maxVUs: {}", vus.most)
                                       : fmt::format("maxVUs: {}-{}", vus.pre_allocated, vus.most);
}

std::string arrival_status(const ScenarioProgress& progress, const ArrivalVus& vus, double most_per_s)
{
  const auto width = std::to_string(static_cast<std::int64_t>(most_per_s)).size() + 3;
  return fmt::format("{} VUs  {}  {:0{}.2f} iters/s", part_of(progress.vus_active, progress.vus_allocated, vus.most),
                     regular_time(progress), progress.rate_per_s, width);
}

} // namespace onsale::k6
