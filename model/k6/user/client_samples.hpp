/// Turns what virtual users do into k6's samples, with k6's tags, for one scenario or one setup.
#pragma once

#include "model/http/target.hpp"
#include "model/k6/journey/journey_names.hpp"
#include "model/k6/metric/checks.hpp"
#include "model/k6/metric/metrics.hpp"
#include "model/k6/user/failed_requests.hpp"

#include <boost/container/small_vector.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace onsale::k6 {

/// Every tag set is interned once and then found by number: by request and outcome, by group, by group and check.
/// All times are seconds since the start of the test.
class ClientSamples {
public:
  struct Options {
    TagSet tags;                      ///< of every sample: scenario and the scenario's own
    std::string group_prefix;         ///< `::setup` for a setup
    std::vector<std::string> methods; ///< [JourneyNames::endpoints] HTTP methods; GET where it is shorter
    std::vector<MetricId> metrics;    ///< [JourneyNames::metrics]
  };

  /// @param requests  of the journey: what Action::index counts
  ClientSamples(Metrics& metrics, Checks& checks, const JourneyNames& names, const std::vector<RequestSpec>& requests,
                Options options);

  /// The nine samples of a request that ended just now, as the exchange says (k6's lib/netext/httpext).
  ///
  ///   outcome                          status  error_code  http_req_failed  timings
  ///   answer 200..399                  status              0                phases
  ///   any other answer                 status  1000+status from 400 on, 1   phases
  ///   connect refused or timed out     0       1212, 1211  1                all 0, however long the user waited
  ///   request timed out                0       1050        1                the time-out, all of it in waiting
  ///   connection reset, broken pipe    0       1220, 1201  1                phases
  void request(double time_s, std::uint32_t request, const Exchange& exchange);
  void check(double time_s, NameId group, NameId check, bool passed);
  void add(double time_s, NameId group, NameId metric, double value);
  void group(double time_s, NameId group, double duration_s);
  /// At the end of an iteration, also of one that was cut short.
  void transferred(double time_s, std::uint64_t bytes_sent, std::uint64_t bytes_received);
  /// At the end of a complete iteration.
  void iteration(double time_s, double duration_s);
  void dropped(double time_s, std::uint64_t iterations);

  /// Adds those of this scenario or setup to those of others, kind by kind.
  void add_failed(std::vector<FailedRequests>& all) const;

private:
  struct CheckTags {
    CheckId check{};
    TagSetId tags{};
  };
  struct Outcome {
    TagSetId tags{};
    bool expected = true;
    FailedRequests seen; ///< counted where it is not expected
  };

  Outcome& outcome(std::uint32_t request, const Exchange& exchange);
  TagSet tags_of_request(const RequestSpec& request, const Exchange& exchange) const;
  TagSetId group_tags(NameId group);
  const CheckTags& check_tags(NameId group, NameId check);
  std::string group_path(NameId group) const { return options_.group_prefix + names_.groups[group]; }

  Metrics& metrics_;
  Checks& checks_;
  const JourneyNames& names_;
  const std::vector<RequestSpec>& requests_;
  Options options_;
  TagSetId scenario_tags_;
  std::vector<boost::container::small_vector<Outcome, 2>> outcomes_; // [requests]
  std::vector<std::optional<TagSetId>> group_tags_;                  // [groups]
  std::vector<std::optional<CheckTags>> check_tags_;                 // [groups x checks]
};

} // namespace onsale::k6
