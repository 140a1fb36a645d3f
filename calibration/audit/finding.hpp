/// What a law says of a result: the verdict, the numbers, the arithmetic in words.
#pragma once

#include "calibration/k6/k6_result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace onsale::calibration {

/// From best to worst; a law with several findings has the worst of them.
enum class Verdict {
  not_applicable, ///< the figures that it needs are not given
  holds,
  doubtful, ///< possible, but not as far as is known of the test
  broken    ///< no values that print like this keep the law
};
std::string_view to_string(Verdict verdict);

struct FigureName {
  std::string metric;
  std::string statistic;

  bool operator==(const FigureName&) const = default;
};

struct Finding {
  Verdict verdict = Verdict::not_applicable;
  std::string arithmetic;
  std::vector<FigureName> figures; ///< those that the law binds here; if it is broken, those that cannot be trusted
};

using Findings = std::vector<Finding>;

/// One law of the audit. Without findings it is not applicable.
struct Law {
  const char* name;
  const char* statement;
  Findings (*check)(const K6Result& result);
};

/// `holds` if the condition is true, else the other verdict.
Finding judged(bool condition, Verdict otherwise, std::string arithmetic, std::vector<FigureName> figures);

} // namespace onsale::calibration
