#pragma once

#include "model/k6/metric/sample_sink.hpp"
#include "model/k6/output/output_file.hpp"
#include "model/k6/output/sample_time.hpp"

#include <string>
#include <vector>

namespace onsale::k6 {

/// Every sample as a line of k6's `--out json=FILE`; before the first sample of a metric a line that describes the
/// metric.
class JsonOutput final : public SampleSink {
public:
  struct Options {
    Instant start = default_start;
  };

  /// @throws OutputError
  explicit JsonOutput(std::string path) : JsonOutput(std::move(path), Options{}) {}
  JsonOutput(std::string path, Options options) : file_(std::move(path)), options_(options) {}

  void sample(const Metric& metric, TagSetId tags_id, const TagSet& tags, double time_s, double value) override;
  void close() override { file_.close(); }

private:
  void describe(const Metric& metric);

  OutputFile file_;
  Options options_;
  std::vector<bool> described_;   ///< by the number of the metric's sink
  std::vector<std::string> tags_; ///< by tag set: the JSON object
};

} // namespace onsale::k6
