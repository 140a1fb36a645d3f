#pragma once

#include "model/k6/summary/summary.hpp"

#include <string>

namespace onsale::k6 {

/// k6's --summary-mode. `legacy` is the flat list of k6 before 1.0.
enum class SummaryMode { legacy, compact, full };

/// @throws std::invalid_argument for any word but legacy, compact and full
SummaryMode parse_summary_mode(std::string_view word);

struct SummaryTextOptions {
  SummaryMode mode = SummaryMode::legacy;
  bool colour = false; ///< ANSI colour, for a terminal
};

/// The end-of-test summary as k6 prints it, with the empty lines around it.
std::string summary_text(const Summary& summary, const SummaryTextOptions& options = {});

} // namespace onsale::k6
