/// k6's own options on the command line of `onsale run`. As in k6 they stand above what the scenario says.
#pragma once

#include "model/config/faults.hpp"
#include "model/config/node.hpp"
#include "model/k6/options/k6_version.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace onsale::run {

struct LoadFlags {
  std::optional<std::int64_t> vus;
  std::optional<std::string> duration;
  std::optional<std::int64_t> iterations;
  std::vector<std::string> stages; ///< `1m:100`, or several with commas
  std::vector<std::string> tags;   ///< NAME=VALUE, of every sample
  std::string trend_stats;         ///< `avg,p(99)`
  std::string time_unit;           ///< s, ms or us
  std::string console_output;      ///< file for what a script logs
  std::string k6_version;          ///< whose rules count where versions differ; empty: the newest
  bool no_setup = false;
  bool no_teardown = false;

  /// As they were written, to be repeated.
  std::vector<std::string> written() const;
};

/// Lays the flags over the options of a scenario or a script. A duration, a number of iterations or stages take the
/// place of all that says how the load is run, VUs excepted; VUs alone change the others' number. Values are judged
/// when the options are read, at the flag's name.
void lay_over(config::Node& options, const LoadFlags& flags, config::Faults& faults);

/// @param faults  gains one if it is no version
k6::K6Version version_of(const LoadFlags& flags, config::Faults& faults);

} // namespace onsale::run
