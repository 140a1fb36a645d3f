/// Operational laws and arithmetic on the result of a k6 test, so that contradictory data is caught before anything is
/// fitted to it. A law is broken only when no values that print as given can keep it.
#pragma once

#include "calibration/audit/finding.hpp"
#include "calibration/audit/limit.hpp"

#include <span>
#include <string>
#include <vector>

namespace onsale::calibration {

/// All laws, in the order of the report.
std::span<const Law> laws();

struct AuditedLaw {
  const Law* law = nullptr;
  Verdict verdict = Verdict::not_applicable; ///< the worst of the findings
  Findings findings;
};

struct Audit {
  std::string name;
  std::vector<AuditedLaw> laws; ///< one for each of laws()
  Limit limit;
  std::size_t passed_over = 0; ///< results that stand before it in the same text

  Verdict worst() const;
};

Audit audit(const K6Result& result);

/// A figure that breaks a law, and is therefore never a target.
struct BrokenFigure {
  std::string metric;
  std::string stat;
  std::string law;
  std::string arithmetic;
};

/// Each figure once, with the first law that it breaks.
std::vector<BrokenFigure> broken_figures(const Audit& audit);

} // namespace onsale::calibration
