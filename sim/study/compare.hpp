/// A against B: what is better, by how much, and how sure that is.
///
///   scenario and scenario   both meet the same customers in each replication: the mean of the paired differences,
///                           Student t
///   scenario and result     replications against one run: the interval of where one more run would lie
///   result and result       one run each: the difference without an interval
///
/// The intervals are of one figure each. What is called better, worse or a regression is so at 95 % for the whole table
/// (Holm over the figures that have a good direction): two that are equal are told apart in at most 5 % of comparisons.
#pragma once

#include "sim/run/scenario.hpp"
#include "sim/study/runner.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace onsale::study {

/// One side of a comparison: a scenario, or figures that are there already.
struct Side {
  std::string name;                            ///< as the user wrote it
  std::optional<run::ScenarioRequest> request; ///< none: a result
  std::vector<run::Figure> figures;            ///< of a result
  std::string timeseries;                      ///< timeseries.csv of a result folder, or of replication 0; may be empty
};

/// A result folder of `onsale run --out-dir`, or any result of k6 that the audit reads.
/// @throws config::InvalidInput naming file and fault
Side read_result(const std::filesystem::path& path);

enum class Better : std::uint8_t { same, a, b };

struct Compared {
  std::string name; ///< `http_req_duration p(95)`
  bool is_time = false;
  double a = 0; ///< means
  double b = 0;
  double half_width = 0;        ///< of b - a, 95 %; infinite where one run stands against one
  Better better = Better::same; ///< same also where no direction is good, and where it may be chance
  bool regression = false;      ///< B is surely worse by more than the tolerance

  double difference() const { return b - a; }
  double relative() const; ///< of a; infinite for a change from 0
};

struct CompareOptions {
  std::size_t replications = 5; ///< >= 2
  std::uint64_t seed = 1;
  double tolerance = 0.05; ///< of a: a change for the worse that is not surely greater is no regression
};

struct Comparison {
  std::vector<Compared> figures; ///< that both sides have
  std::string a;
  std::string b;
  std::string verdict; ///< one line
  bool regression = false;
  std::size_t replications = 1; ///< of the side that has more
  std::string overlay;          ///< CSV: `side` before the columns of timeseries.csv that both sides have
  std::vector<std::string> broken_laws;
};

/// @throws config::InvalidInput if the sides have no figure in common
Comparison compare(Side a, Side b, const CompareOptions& options, Runner& runner);

/// `+5.1 %`, or `from 0`.
std::string percent(const Compared& figure);
std::string comparison_text(const Comparison& comparison);
/// The same as a table for the page of a pull request.
std::string comparison_markdown(const Comparison& comparison);
/// `{"a", "b", "verdict", "regression", "figures": [{"name", "unit", "a", "b", "difference", "half_width", "relative",
/// "better", "regression"}]}`; what is infinite: null
std::string comparison_json(const Comparison& comparison);

} // namespace onsale::study
