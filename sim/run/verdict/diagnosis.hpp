/// Why a run went as it did, causes before victims: the one analysis behind the console, the report and the studies.
///
///   database down     |=========|            a fault or an operator's action comes first,
///   tomcat workers        |========|          then what filled up while it lasted,
///   app cpu                     |=====|       then what was full with the backlog that it left
///   time  ------------------------------->
#pragma once

#include "sim/run/simulate.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::run {

struct Cause {
  enum class Kind : std::uint8_t {
    fault,     ///< of the scenario, that did harm
    saturation ///< of a resource
  };
  Kind kind = Kind::saturation;
  std::string what;  ///< `database down`, `app cpu`
  double from_s = 0; ///< since the start of the test
  double to_s = 0; ///< of a fault: its end, at most that of the test; of a saturation: from_s and how long it was full
  std::string because;   ///< the fault that filled it; empty: none
  std::uint64_t vus = 0; ///< load when it began
  double requests_per_s = 0;
};

/// What is full because of a fault filled up while it lasted, or within as long again of its end (ten seconds at least)
/// with the backlog. Saturations that nothing else explains are in the order of saturations(): work before what is held
/// while waiting for it. What came first comes first.
std::vector<Cause> causes(const Scenario& scenario, const RunResult& result);

/// The verb that goes with a resource's name: `tomcat workers are`, `hikari pool is`.
const char* is_or_are(std::string_view name);

/// `database down from 20 s to 40 s, which filled tomcat workers from 23 s on`; of no cause: what was busiest
std::string cause_text(const Scenario& scenario, const RunResult& result);

} // namespace onsale::run
