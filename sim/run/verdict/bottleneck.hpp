/// Which resource is to blame, since when, and by what evidence.
#pragma once

#include "sim/run/blame.hpp"
#include "sim/run/series.hpp"

#include <string>
#include <vector>

namespace onsale::run {

struct Saturation {
  system::Resource resource;
  double capacity = 0;
  double time_s = 0;     ///< start of the first interval of full use
  std::uint64_t vus = 0; ///< load then
  double requests_per_s = 0;
  double seconds = 0;     ///< how long it was saturated in all
  double utilisation = 0; ///< mean over those seconds
  double queued_max = 0;
};

/// Resources that were at least 95 % busy for 3 seconds on end, the one to blame first: a CPU or a disk does the work,
/// so it comes before pools and threads, which are only held while waiting for it; among equals the first to saturate.
/// @param blame  who is charged with twice the waiting of that one is to blame before it: Redis's thread that alone
///               fills the one core of its host
std::vector<Saturation> saturations(const Series& series, const std::vector<EndpointBlame>& blame = {});

/// One line for people: what saturated first and what the evidence is.
std::string bottleneck_line(const Series& series, const std::vector<EndpointBlame>& blame = {});

} // namespace onsale::run
