/// The audit for people and for programs.
#pragma once

#include "calibration/audit/audit.hpp"

#include <string>
#include <vector>

namespace onsale::calibration {

/// A table of verdicts, then the arithmetic of what is broken or doubtful. @param colour ANSI colours
std::string audit_table(const Audit& audit, bool colour);

/// `{"audits": [{name, verdict, laws: [{law, statement, verdict, findings}], broken_figures, limited_by}]}`
std::string audit_json(const std::vector<Audit>& audits);

} // namespace onsale::calibration
