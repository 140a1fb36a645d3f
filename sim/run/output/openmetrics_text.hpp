/// Time series as OpenMetrics text: what Prometheus reads, and `promtool tsdb create-blocks-from openmetrics` loads.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onsale::run {

/// Collects samples and writes them in the order that the format asks for: family by family, series by series, in time.
/// https://prometheus.io/docs/specs/om/open_metrics_spec/
class OpenMetricsText {
public:
  enum class Type : std::uint8_t { gauge, counter, summary };
  /// Name and value; those with an empty value are as if absent, as in Prometheus.
  using Labels = std::vector<std::pair<std::string, std::string>>;

  /// `{a="x",b="y"}`, sorted by name, or nothing; for add().
  static std::string label_text(Labels labels);

  /// @param family  without the suffix of a counter (`_total`) or of a summary (`_count`, `_sum`)
  /// @param suffix  what follows the family's name in the sample's own
  /// @param labels  as label_text() gives them
  /// @param unix_s  seconds since 1970, not before the last sample with the same labels
  void add(std::string_view family, Type type, std::string_view suffix, const std::string& labels, double unix_s,
           double value);

  /// The whole text, with `# EOF`.
  std::string text() const;

private:
  struct Sample {
    double unix_s = 0;
    double value = 0;
    std::string suffix = {};
  };
  struct Family {
    Type type = Type::gauge;
    std::map<std::string, std::vector<Sample>> series; // by labels
  };

  std::map<std::string, Family, std::less<>> families_;
};

} // namespace onsale::run
