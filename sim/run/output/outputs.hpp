/// The files that a run streams its samples to, k6's `--out csv=FILE` and `--out json=FILE`, and those for other tools
/// that are written at its end.
#pragma once

#include "model/k6/metric/system_tags.hpp"
#include "sim/run/output/openmetrics_output.hpp"

#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace onsale::run {

class Outputs {
public:
  /// Opens all files. @param requests  KIND=FILE, gzip if the name ends in .gz, `-` for standard output; kinds are csv,
  /// json,
  ///   openmetrics (or prometheus), trace, otlp
  /// @param trace_every  every n-th request is noted for trace and otlp
  /// @throws config::InvalidInput naming each request that cannot be met; nothing is left behind then
  /// @param tags   the system tags that samples carry
  /// @param start  of the test: where the clock of the files begins
  explicit Outputs(const std::vector<std::string>& requests, std::uint64_t trace_every = 100,
                   const k6::SystemTags& tags = {}, k6::Instant start = k6::default_start);

  std::vector<k6::SampleSink*> sinks() const;
  /// As k6's banner names them: `csv (raw.csv)`.
  const std::vector<std::string>& descriptions() const { return descriptions_; }
  /// Picks the requests to be noted, nullptr if no output wants any.
  system::RequestTraces* traces() { return traces_ ? &*traces_ : nullptr; }
  /// Writes what is known at the end only. Call before close().
  void add_result(const Scenario& scenario, const RunResult& result, std::uint64_t seed);
  /// Completes the files; without it they vanish. @throws k6::OutputError
  void close();

private:
  struct TraceFile {
    TraceFile(bool otlp, const std::string& path) : is_otlp(otlp), file(path) {}
    bool is_otlp;
    k6::OutputFile file;
  };

  void open(const std::string& kind, const std::string& path, std::uint64_t trace_every, const k6::SystemTags& tags);

  k6::Instant start_;
  std::vector<std::unique_ptr<k6::SampleSink>> sinks_;
  std::vector<OpenMetricsOutput*> openmetrics_; // of the sinks
  std::list<TraceFile> trace_files_;
  std::optional<system::RequestTraces> traces_;
  std::vector<std::string> descriptions_;
};

} // namespace onsale::run
