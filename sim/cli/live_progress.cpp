#include "sim/cli/live_progress.hpp"

#include "sim/run/test_status.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace onsale::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds redraw_period = 100ms;
constexpr std::chrono::milliseconds line_period = 2s;

} // namespace

LiveProgress::LiveProgress(const k6::Options& options, bool terminal)
    : options_(options), terminal_(terminal), period_(terminal ? redraw_period : line_period),
      next_(WallClock::now() + period_)
{
}

void LiveProgress::show(const k6::LoadTest& test, const run::Series& series)
{
  const auto now = WallClock::now();
  if (now < next_)
    return;
  next_ = now + period_;
  auto lines = run::status_lines(options_, test.progress(), {.bars = terminal_, .over = false});
  if (not series.points.empty())
    lines.push_back(run::last_second(series));
  std::string text = terminal_ && drawn_lines_ > 0 ? fmt::format("\x1b[{}A\r", drawn_lines_) : "";
  for (const std::string& line : lines) // a line that wraps would take two, and the next drawing would miss its place
    text += terminal_ ? fmt::format("\x1b[?7l{}\x1b[K\x1b[?7h\n", line) : line + "\n";
  drawn_lines_ = lines.size();
  std::fputs(text.c_str(), stderr);
  std::fflush(stderr);
}

void LiveProgress::clear()
{
  if (terminal_ && drawn_lines_ > 0)
    std::fputs(fmt::format("\x1b[{}A\r\x1b[J", drawn_lines_).c_str(), stderr);
  drawn_lines_ = 0;
}

} // namespace onsale::cli
