/// Jobs as data: `jobs:` of a scenario, methods with @Scheduled.
#pragma once

#include "model/config/object.hpp"
#include "model/system/flow/step.hpp"
#include "model/system/job/cron.hpp"
#include "sim/engine/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace onsale::system {

class FlowReader;

struct JobOptions {
  enum class Schedule : std::uint8_t {
    fixed_delay, ///< from the end of a run to the next
    fixed_rate,  ///< from start to start; runs that are late follow one another at once
    cron         ///< the next instant after the end of a run
  };

  std::string id;
  Schedule schedule = Schedule::fixed_delay;
  engine::Duration period{};
  engine::Duration initial_delay{};
  std::optional<Cron> cron;
  bool everywhere = true; ///< in every process of the application, or in the first alone
  Flow flow;
  std::size_t own_values = 0;
};

/// The instant at which a test begins, seconds since 1970-01-01 UTC: `clock: 2026-03-02T10:00:00`.
std::int64_t read_clock(config::Object& scenario);

std::vector<JobOptions> read_jobs(config::Object jobs, FlowReader& reader);

} // namespace onsale::system
