/// Turns what virtual users do into k6's samples, with k6's tags, for one scenario or one setup.
#pragma once

#include "model/http/exchange.hpp"
#include "model/k6/metric/checks.hpp"
#include "model/k6/metric/metrics.hpp"
#include "model/k6/metric/system_tags.hpp"
#include "model/k6/script/script_tables.hpp"
#include "model/k6/user/failed_requests.hpp"

#include <boost/container/small_vector.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace onsale::k6 {

/// Every tag set is interned once and then found by number: of the request and its outcome, of the check, of the
/// samples. All times are seconds since the start of the test.
class ClientSamples {
public:
  struct Options {
    TagSet tags;                   ///< of every sample: the run's, scenario and the scenario's own
    TagSet dropped_tags;           ///< of dropped_iterations: the run's and scenario alone, as in k6
    SystemTags system_tags;        ///< k6's own, as far as samples carry them
    std::string group_prefix;      ///< `::setup` for a setup
    std::vector<MetricId> metrics; ///< [ScriptTables::metrics]
  };

  /// @param tables  of the scripts, which may add to them at any time
  ClientSamples(Metrics& metrics, Checks& checks, const ScriptTables& tables, Options options);

  /// The nine samples of a request that ended just now, as the exchange says (k6's lib/netext/httpext).
  ///
  ///   outcome                          status  error_code  http_req_failed  timings
  ///   answer 200..399                  status              0                phases
  ///   any other answer                 status  1000+status from 400 on, 1   phases
  ///   connect refused or timed out     0       1212, 1211  1                all 0, however long the user waited
  ///   timed out while dialling         0       1050        1                all 0
  ///   timed out after that             0       1050        1                blocked, connecting; the rest is waiting
  ///   connection reset, broken pipe    0       1220, 1201  1                phases
  /// @param tags  number in ScriptTables::requests
  void request(double time_s, std::uint32_t tags, double timeout_s, const http::Exchange& exchange);
  /// @param check  number in ScriptTables::checks
  void check(double time_s, std::uint32_t check, bool passed);
  /// @param metric   number in ScriptTables::metrics
  /// @param samples  number in ScriptTables::samples
  void add(double time_s, std::uint32_t metric, std::uint32_t samples, double value);
  void group(double time_s, std::uint32_t samples, double duration_s);
  /// At the end of an iteration, also of one that was cut short.
  void transferred(double time_s, std::uint64_t bytes_sent, std::uint64_t bytes_received);
  /// At the end of a complete iteration.
  void iteration(double time_s, double duration_s);
  /// A setup or a teardown: k6 shows its group also without checks.
  void part_begins();
  /// At the end of a setup or a teardown, for versions of k6 that count it as an iteration.
  void part(double time_s, double duration_s);
  void dropped(double time_s, std::uint64_t iterations);

  /// Adds those of this scenario or setup to those of others, kind by kind.
  void add_failed(std::vector<FailedRequests>& all) const;

private:
  struct KnownCheck {
    CheckId check{};
    TagSetId tags{};
  };
  struct Outcome {
    TagSetId tags{};
    bool failed = false;
    FailedRequests seen; ///< counted where it is a failure
  };

  Outcome& outcome(std::uint32_t request, const http::Exchange& exchange);
  TagSet tags_of_request(const RequestTags& request, const http::Exchange& exchange) const;
  TagSetId sample_tags(std::uint32_t samples);
  TagSetId tags_in_group(TagSet tags, const std::string& group);
  const KnownCheck& known_check(std::uint32_t check);

  Metrics& metrics_;
  Checks& checks_;
  const ScriptTables& tables_;
  Options options_;
  TagSetId dropped_tags_;
  TagSetId iteration_tags_;                                          // of what belongs to no group
  std::vector<boost::container::small_vector<Outcome, 2>> outcomes_; // [requests]
  std::vector<std::optional<TagSetId>> sample_tags_;                 // [samples]
  std::vector<std::optional<KnownCheck>> checks_known_;              // [checks]
};

} // namespace onsale::k6
