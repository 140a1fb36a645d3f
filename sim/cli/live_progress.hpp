/// k6's progress, and what the last second was like, on standard error: redrawn in place on a terminal, a line now and
/// then elsewhere.
#pragma once

#include "model/k6/options/options.hpp"
#include "model/k6/test/load_test.hpp"
#include "sim/run/series.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace onsale::cli {

class LiveProgress {
public:
  /// @param options  must outlive the object
  LiveProgress(const k6::Options& options, bool terminal);
  ~LiveProgress() { clear(); }
  LiveProgress(const LiveProgress&) = delete;
  LiveProgress& operator=(const LiveProgress&) = delete;

  /// Shows where the test stands, if the last time is long enough ago.
  void show(const k6::LoadTest& test, const run::Series& series);
  /// Takes what was drawn off the terminal.
  void clear();

private:
  using WallClock = std::chrono::steady_clock; // for people who wait; no result sees it

  const k6::Options& options_;
  bool terminal_;
  std::size_t drawn_lines_ = 0;
  WallClock::duration period_;
  WallClock::time_point next_;
};

} // namespace onsale::cli
