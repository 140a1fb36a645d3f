/// A run for those who look at a build: JUnit's XML for the CI server, Markdown for the page of a pull request.
#pragma once

#include "sim/run/output/run_json.hpp"

#include <string>

namespace onsale::run {

/// One test case for each threshold, and one that customers are not lost (under 1 %): what a CI server draws.
/// https://github.com/testmoapp/junitxml describes what servers read.
std::string junit_xml(const RunRequest& request, const Scenario& scenario, const RunResult& result);

/// The verdict, then thresholds, endpoints and whose the time was, as tables: GitHub's dialect.
std::string markdown_summary(const RunRequest& request, const Scenario& scenario, const RunResult& result);

/// With what would end a cell or begin a format escaped.
std::string markdown_cell(const std::string& text);

} // namespace onsale::run
