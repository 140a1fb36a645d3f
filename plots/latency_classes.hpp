/// Response times counted by class, as latencies.csv holds them: classes of equal ratio.
#pragma once

#include "plots/table.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace onsale::plots {

class LatencyClasses {
public:
  void add(double from_ms, double to_ms, double requests);
  double requests() const { return requests_; }
  /// The middle (geometric mean) of the class that holds the percentile by nearest rank; NaN without requests.
  /// @param share  of all requests, 0 to 1
  double percentile_ms(double share) const;

  struct Class {
    double to_ms = 0;
    double requests = 0;
  };
  /// By lower bound, ms; empty classes are left out.
  const std::map<double, Class>& classes() const { return classes_; }

private:
  std::map<double, Class> classes_;
  double requests_ = 0;
};

/// Rows of latencies.csv as numbers.
struct LatencyRow {
  double time_s = 0;
  double from_ms = 0;
  double to_ms = 0;
  double requests = 0;
};
std::vector<LatencyRow> latency_rows(const Table& latencies);
/// Those of each request name.
std::map<std::string, std::vector<LatencyRow>> latency_rows_by_endpoint(const Table& latencies);

} // namespace onsale::plots
