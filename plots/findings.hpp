/// What a run says to who decides: did it hold, what stopped it, what to change. Computed statements only: each follows
/// from figures of the result files, which it names.
#pragma once

#include "plots/facts.hpp"
#include "plots/run_files.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace onsale::plots {

struct Findings {
  enum class Verdict : std::uint8_t { held, broke, none }; ///< none: no threshold was set
  Verdict verdict = Verdict::none;
  std::string headline;
  std::vector<std::string> thresholds; ///< each with what was observed
  std::string limit;                   ///< how far it went, and who stopped it
  std::string bottleneck;
  std::vector<std::string> remarks; ///< what makes the figures mean less than they seem
  std::vector<std::string> advice;
  std::vector<std::pair<std::string, std::string>> figures; ///< name, value with unit
};

Findings findings(const RunFiles& run);

} // namespace onsale::plots
