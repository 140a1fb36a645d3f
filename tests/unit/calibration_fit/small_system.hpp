/// A system small enough to be simulated hundreds of times in a test: two endpoints, one core each for server and
/// database. A light test of both endpoints tells the time that each takes; a busy one of `read` what its database can
/// do.
#pragma once

#include "calibration/fit/calibrate.hpp"
#include "calibration/fit/matching.hpp"
#include "model/k6/summary/summary_export.hpp"
#include "sim/run/in_child.hpp"
#include "sim/run/simulate.hpp"
#include "tests/unit/config/temporary_folder.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace onsale::fit {

/// Values that tests fit, in ms.
struct SmallValues {
  double read_cpu = 4;
  double query = 6;
  double pay_cpu = 3;
  double gateway = 20;    ///< a delay of `pay`
  double settlement = 30; ///< another one right behind it: only their sum can be seen
};

inline const std::string read_cpu = "endpoints.read.flow.0.cpu";
inline const std::string query = "endpoints.read.flow.1.query";
inline const std::string pay_cpu = "endpoints.pay.flow.0.cpu";
inline const std::string gateway = "endpoints.pay.flow.1.delay";
inline const std::string settlement = "endpoints.pay.flow.2.delay";

inline std::string system_text(const SmallValues& values)
{
  return fmt::format(R"yaml(system: small
hosts:
  app: {{cores: 1}}
  database: {{cores: 1}}
  generator: {{cores: 4}}
processes: {{server: app, mysql: database, redis: app, k6: generator}}
network: {{round-trip: 1ms, backend-round-trip: 0.5ms}}
demands: {{law: exponential}}
booking: {{users: 100}}
settings:
  queue.unlimited: true
  spring.datasource.hikari.maximum-pool-size: 5
  spring.jpa.open-in-view: false
endpoints:
  read:
    path: /read
    input: {{user: id}}
    flow:
      - cpu: {}ms # parsing
      - query: {}ms
      - booking: read_account
      - respond: {{bytes: 200B}}
  pay:
    path: /pay
    input: {{user: id}}
    flow:
      - cpu: {}ms
      - delay: {{mean: {}ms, law: constant}}
      - delay: {{mean: {}ms, law: constant}}
      - booking: read_account
      - respond: {{bytes: 200B}}
)yaml",
                     values.read_cpu, values.query, values.pay_cpu, values.gateway, values.settlement);
}

/// A test of the system in another file.
inline std::string test_text(const std::string& system_file, bool busy)
{
  return fmt::format(
      R"yaml(include: {}
options:
  scenarios:
    users: {{executor: constant-vus, vus: {}, duration: 30s, gracefulStop: 1s}}
  thresholds:
    "http_req_duration{{name:read}}": ["max>=0"]
    "http_req_duration{{name:pay}}": ["max>=0"]
    "http_reqs{{name:read}}": ["count>=0"]
    "http_reqs{{name:pay}}": ["count>=0"]
  summaryTrendStats: [avg, min, med, max, "p(90)", "p(95)", "p(99)", count]
journeys:
  default:
    steps:
      - select: {{name: user, random_int: [1, 100]}}
      - request: {{endpoint: read, send: {{id: user}}}}
      - sleep: {{random: [0.1s, 0.2s]}}
{})yaml",
      system_file, busy ? 60 : 10,
      busy ? "" : "      - request: {endpoint: pay, send: {id: user}}\n      - sleep: {random: [0.1s, 0.2s]}\n");
}

/// Measurements of the system at its true values, and its calibration from others.
class Recovery {
public:
  /// @param busy  whether there is the busy test beside the light one
  Recovery(const SmallValues& truth, const SmallValues& start, std::uint64_t seed, bool busy = true)
  {
    folder_.write("truth.yaml", system_text(truth));
    folder_.write("system.yaml", system_text(start));
    measure("light", seed, false);
    if (busy)
      measure("busy", seed, true);
  }

  CalibrateInput input(std::vector<std::string> names) const
  {
    return {.scenarios = scenarios_,
            .data = data_,
            .held_out = {},
            .usage = {},
            .idle = {},
            .fit = std::move(names),
            .sets = {}};
  }

  Calibration calibrate(const std::vector<std::string>& names, const CalibrateOptions& options) const
  {
    Store store("");
    return fit::calibrate(calibrate_request(input(names)), options, store, {});
  }

  const config::TemporaryFolder& folder() const { return folder_; }

private:
  void measure(const std::string& test, std::uint64_t seed, bool busy)
  {
    const auto path = folder_.write("true-" + test + ".yaml", test_text("truth.yaml", busy));
    const std::string text = run::in_child([&] {
      const auto scenario = run::load_scenario({.path = path, .sets = {}, .application_files = {}});
      return k6::summary_export(run::simulate(scenario, {.seed = seed}).summary);
    });
    data_.push_back(folder_.write(test + ".json", text).string());
    scenarios_.push_back(folder_.write(test + ".yaml", test_text("system.yaml", busy)));
  }

  config::TemporaryFolder folder_;
  std::vector<std::filesystem::path> scenarios_;
  std::vector<std::string> data_;
};

} // namespace onsale::fit
