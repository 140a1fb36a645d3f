/// Scenarios in which nothing costs anything but what they say: so that right answers can be worked out on paper.
#pragma once

#include <string>

namespace onsale::cli {

struct Lean {
  std::string settings = ""; ///< further lines, two spaces deep
  std::string flow = "{cpu: 10ms}, {respond: {}}";
  std::string executor = "executor: constant-vus, vus: 20, duration: 60s";
  std::string steps = "{request: {endpoint: a}}, {sleep: {random: [0.1s, 0.5s]}}";
  std::string more = ""; ///< further keys of the scenario
};

/// One endpoint `a` on host `app` of one core, a database's host `db` of one core, exponential demands.
std::string lean_scenario(const Lean& wanted);

} // namespace onsale::cli
