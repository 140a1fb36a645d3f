/// What somebody who watches the system sees of it, second by second: the figures that conditions compare.
#pragma once

#include "model/system/server.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace onsale::operations {

enum class Metric : std::uint8_t {
  p95_s,                 ///< of http_req_duration, of one second
  mean_s,                ///< of the same
  error_share,           ///< of requests, as http_req_failed counts
  requests_per_s,        ///< answered or given up
  hikari_pending,        ///< threads that wait for a connection, over all processes
  pool_timeouts_per_min, ///< at the pace of this second
  cpu_server,            ///< utilisation of the server's first host, 0 to 1
  cpu_database,          ///< of the first primary's
  query_time_s,          ///< mean time of a statement
  statements_per_s,      ///< of all nodes
  database_cores,        ///< cores that statements of the first primary keep busy
  heap_share,            ///< live bytes over the heap, of the fullest process
  gc_share,              ///< of time that the processes stood still
  oom_per_min,           ///< requests that ran out of memory, at the pace of this second
  redis_errors_per_s,    ///< commands that timed out
  cache_hit_share,       ///< of lookups; 1 without any
  queue_length,          ///< tokens that wait
  reversals_per_min,     ///< let in before somebody who came earlier
  lost_per_min,          ///< popped from the line and never let in
  count_of
};
inline constexpr auto metric_count = static_cast<std::size_t>(Metric::count_of);

/// As conditions write them: `hikari-pending`.
std::string_view to_string(Metric metric);
std::optional<Metric> metric_from_name(std::string_view name);
std::string metric_list();

using Observation = std::array<double, metric_count>;

/// Client-side figures of one second.
struct LoadFigures {
  double requests_per_s = 0;
  double failures_per_s = 0;
  double mean_s = 0;
  double p95_s = 0;
};

/// Looks at a server once a second and turns what it counts into figures of that second.
class Observer {
public:
  explicit Observer(system::Server& server) : server_(server) {}
  Observation observe(engine::Time now, const LoadFigures& load);

private:
  struct Totals {
    double time_s = 0;
    double statements = 0;
    double statements_s = 0;
    double pool_timeouts = 0;
    double out_of_memory = 0;
    double stopped_s = 0;
    double redis_errors = 0;
    double hits = 0;
    double misses = 0;
    double reversals = 0;
    double lost = 0;
    double server_busy_s = 0;
    double database_busy_s = 0;
  };
  Totals totals(engine::Time now) const;

  system::Server& server_;
  Totals last_;
};

} // namespace onsale::operations
