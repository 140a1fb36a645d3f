/// What constant-arrival-rate and ramping-arrival-rate have in common.
#pragma once

#include "model/k6/options/executor_kind.hpp"

namespace onsale::k6 {

struct ArrivalVus {
  std::int64_t pre_allocated = 0; ///< preAllocatedVUs, required
  std::int64_t most = 0;          ///< maxVUs, by default preAllocatedVUs
};

ArrivalVus read_arrival_vus(config::Object& object);
std::int64_t read_time_unit_ns(config::Object& object);

/// Iterations per time unit as iterations a second.
double per_second(double rate, std::int64_t time_unit_ns);
/// `12.50`
std::string rate_text(std::int64_t rate, std::int64_t time_unit_ns);
/// `maxVUs: 50-100`
std::string max_vus_text(const ArrivalVus& vus);
/// @param most_per_s  decides how wide the rate is
std::string arrival_status(const ScenarioProgress& progress, const ArrivalVus& vus, double most_per_s);

/// Of a unit of time: with it a rate takes steps a thousand times as fine.
inline constexpr std::int64_t finer_unit = 1000;

} // namespace onsale::k6
