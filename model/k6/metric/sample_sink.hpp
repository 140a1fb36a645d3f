#pragma once

#include "model/k6/metric/metrics.hpp"

namespace onsale::k6 {

/// Takes every sample of a run as it happens: a stream to a file.
class SampleSink {
public:
  virtual ~SampleSink() = default;

  /// @param tags_id  equal for equal tags, so that what they print as can be kept
  /// @param time_s   seconds since the start of the test
  virtual void sample(const Metric& metric, TagSetId tags_id, const TagSet& tags, double time_s, double value) = 0;

  /// Completes the file. Without it nothing is left behind.
  virtual void close() = 0;
};

} // namespace onsale::k6
