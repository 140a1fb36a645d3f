/// The figures that a fit compares: the same numbers of a measured and of a simulated test.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::fit {

/// Numbers of one test by `metric statistic`: `http_req_duration{name:seats} p95`. Times in seconds, shares from 0
/// to 1.
using Values = std::map<std::string, double>;

/// What a fit looks at. Figures are compared where their errors are alike at all sizes:
///   ratio   ln x                                              times, rates
///   share   ln((k + 1/2) / (n - k + 1/2)), k of n (Haldane)   failures, dropped iterations
struct Figure {
  enum class Kind : std::uint8_t { ratio, share };

  std::string name; ///< as the reader sees it
  Kind kind = Kind::ratio;
  std::string of;      ///< key of x, or of k
  std::string rest;    ///< share: key of n - k
  std::string per;     ///< ratio: key that x is divided by; empty: nothing
  bool fitted = true;  ///< false: told beside the others, but it repeats what they say
  double least_sd = 0; ///< share: what so few events leave open, sqrt(1/(k + 1/2) + 1/(n - k + 1/2))
};

/// What a measured test tells, in a fixed order: for each endpoint its rate of requests, mean and percentiles of
/// http_req_duration and share of failures; failures by status; dropped iterations; CPU of each process for each
/// request. Where sub-metrics `{name:..}` cover nearly all requests, the figures of all together are told only, not
/// fitted. A percentile needs 5 samples beyond it, an endpoint 30 requests.
std::vector<Figure> figures_of(const Values& measured);

/// Where a test stands on a figure's scale; nothing if it has no such figure.
std::optional<double> coordinate(const Figure& figure, const Values& values);

/// The plain number: seconds, 1/s, a share. NaN if there is none.
double plain(const Figure& figure, const Values& values);

/// How far `predicted` is from `measured`: relative for ratios, in percentage points / 100 for shares.
double error(const Figure& figure, const Values& measured, const Values& predicted);

/// `seats` of `http_req_duration{name:seats}`; empty without a name.
std::string_view endpoint_of(std::string_view metric);

} // namespace onsale::fit
