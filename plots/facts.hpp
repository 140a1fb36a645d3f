/// Facts about a run that several pictures and the report show.
#pragma once

#include "plots/run_files.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::plots {

/// A promise about response times: a line across pictures.
struct Slo {
  double ms = 0;
  std::string text; ///< `p(95)<300 ms`
};
/// A threshold of response times, if it names an upper bound of a percentile, avg, med or max.
std::optional<Slo> slo_of(const std::string& expression);
/// The first threshold of http_req_duration that names an upper bound of a percentile, avg, med or max.
std::optional<Slo> slo_of(const nlohmann::ordered_json& summary);

/// A resource that filled up.
struct Filled {
  std::string resource;
  double time_s = 0;
  double vus = 0;
  double requests_per_s = 0;
  std::string evidence;
};
/// In order of time.
std::vector<Filled> filled(const Table& failures);

/// Thresholds of all metrics in the order of the summary.
struct Threshold {
  std::string metric;
  std::string expression;
  bool crossed = false;
};
std::vector<Threshold> thresholds(const nlohmann::ordered_json& summary);

/// A figure of the summary, `find(summary, "http_req_duration", "p(95)")`; nothing if the run has none.
std::optional<double> figure(const nlohmann::ordered_json& summary, const std::string& metric, const std::string& name);

/// A part of a response time in words. @param column  its column in anatomy.csv, `pool_ms`: `wait: connection`
std::string part_text(const std::string& column);

/// Three digits and a unit: `850 µs`, `4.52 s`.
std::string duration_text(double ms);
/// With thousands apart: `554,863`.
std::string count_text(double count);

/// Rows at the begin that hold requests of `setup`: they come without users; the second in which it ends has some of
/// both.
std::size_t rows_of_setup(const std::vector<double>& vus);

/// At most so many letters, with dots where some are missing.
std::string shortened(std::string_view text, std::size_t most);

} // namespace onsale::plots
