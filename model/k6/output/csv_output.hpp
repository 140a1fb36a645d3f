#pragma once

#include "model/k6/metric/sample_sink.hpp"
#include "model/k6/metric/system_tags.hpp"
#include "model/k6/output/output_file.hpp"
#include "model/k6/output/sample_time.hpp"

#include <string>
#include <vector>

namespace onsale::k6 {

/// Every sample as a line of k6's `--out csv=FILE`: name, time, value, a column for each system tag, the other tags as
/// `a=b&c=d`, and metadata, which is always empty here.
class CsvOutput final : public SampleSink {
public:
  struct Options {
    Instant start = default_start;
    TimeFormat time_format = TimeFormat::unix;
    SystemTags system_tags = {}; ///< a column for each
  };

  /// @throws OutputError
  explicit CsvOutput(std::string path) : CsvOutput(std::move(path), Options{}) {}
  CsvOutput(std::string path, Options options);

  void sample(const Metric& metric, TagSetId tags_id, const TagSet& tags, double time_s, double value) override;
  void close() override { file_.close(); }

private:
  OutputFile file_;
  Options options_;
  std::vector<std::string> columns_; ///< by tag set: the line from the first tag on
};

} // namespace onsale::k6
