#include "sim/run/output/run_report.hpp"

#include "model/k6/metric/metric_format.hpp"
#include "sim/run/verdict/bottleneck.hpp"
#include "sim/run/verdict/failure_points.hpp"
#include "sim/run/verdict/remarks.hpp"
#include "sim/run/verdict/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::run {
namespace {

using k6::Style;
using k6::styled;

constexpr const char* margin = "     ";

std::string line(const std::string& name, const std::string& text)
{
  return fmt::format("{}{:<12}{}\n", margin, name, text);
}

/// `      12.0 s     340 VUs     980/s  hikari pool         saturated      100 % of 10 busy for 33 s`, log line below.
std::string failure_points_text(const std::vector<FailurePoint>& points, bool colour)
{
  std::string text;
  for (const FailurePoint& point : points) {
    const std::string where = fmt::format("{:>7.1f} s {:>6} VUs {:>7.0f}/s  {:<18} ", point.time_s, point.vus,
                                          point.requests_per_s, point.resource);
    text += line(text.empty() ? "failures" : "",
                 fmt::format("{}{:<17} {}", where,
                             styled(point.cause, not point.endpoint.empty() ? Style::red : Style::bold, colour),
                             point.evidence));
    if (not point.log_line.empty())
      text += line("", std::string(10, ' ') + styled(point.log_line, Style::faint, colour));
  }
  return text;
}

/// `box: server 1.21 of 2.5 cores, k6 0.40`, hosts in their order.
std::string cpu_text(const std::vector<CpuUse>& users, double duration_s)
{
  std::string text;
  std::string host;
  for (const CpuUse& use : users) {
    const double cores = use.served_s / duration_s;
    if (use.host != host)
      text += fmt::format("{}{}: {} {:.2f} of {:.4g} cores", host.empty() ? "" : "; ", use.host, use.process, cores,
                          use.cores);
    else
      text += fmt::format(", {} {:.2f}", use.process, cores);
    host = use.host;
  }
  return text;
}

std::string row(const std::vector<std::string>& cells, std::size_t first_width, std::size_t width)
{
  std::string text = margin + k6::padded(cells.front(), first_width);
  for (std::size_t i = 1; i < cells.size(); ++i)
    text += fmt::format("{:>{}}", cells[i], width);
  return text + "\n";
}

} // namespace

std::string findings_text(const Scenario& scenario, const RunResult& result, bool colour)
{
  std::string text = line("verdict", styled(verdict(scenario, result), Style::bold, colour));
  for (const std::string& remark : remarks(scenario, result))
    text += line("beware", remark);
  text += line("bottleneck", bottleneck_line(result.series, result.blame));
  if (const std::string blamed = blame_text(result.blame); not blamed.empty())
    text += line("blame", blamed);
  const LoadLimit limit = load_limit(scenario, result);
  text += line("limited by", fmt::format("the {}: {}", to_string(limit.by), limit.evidence));
  text += failure_points_text(failure_points(result), colour);
  for (const operations::TimelineEvent& event : result.timeline)
    text +=
        line(&event == result.timeline.data() ? "timeline" : "",
             fmt::format("{:>7.1f} s  {:<6}  {}", engine::in_seconds(event.time), to_string(event.kind), event.text));
  if (result.load.duration_s > 0 && not result.cpu_users.empty())
    text += line("cpu", cpu_text(result.cpu_users, result.load.duration_s));
  if (result.gc_pauses > 0)
    text += line("gc", fmt::format("{} pauses{}, {} in all", result.gc_pauses,
                                   result.gc_full > 0 ? fmt::format(" ({} full)", result.gc_full) : "",
                                   k6::duration_text(1e3 * result.gc_paused_s)));
  return text;
}

std::string speed_text(const RunResult& result)
{
  const double speed = result.wall_s > 0 ? result.load.duration_s / result.wall_s : 0;
  return line("simulated", fmt::format("{} in {:.2f} s, {:.0f} times as fast as it happens",
                                       k6::duration_text(1e3 * result.load.duration_s), result.wall_s, speed));
}

std::string anatomy_text(const std::vector<EndpointAnatomy>& anatomy)
{
  std::vector<std::size_t> parts;
  for (std::size_t part = 0; part < system::part_count; ++part)
    if (std::any_of(anatomy.begin(), anatomy.end(),
                    [&](const EndpointAnatomy& each) { return each.mean_ms(part) > 0; }))
      parts.push_back(part);
  std::size_t first_width = std::string("ms of").size();
  for (const EndpointAnatomy& each : anatomy)
    first_width = std::max(first_width, k6::width(each.endpoint));
  std::vector<std::string> heading = {"ms of", "", "requests"};
  for (const std::size_t part : parts)
    heading.emplace_back(system::to_string(static_cast<system::Part>(part)));
  heading.emplace_back("all");
  constexpr std::size_t width = 10;
  std::string text = row(heading, first_width, width);
  for (const EndpointAnatomy& each : anatomy) {
    if (each.sums.requests == 0)
      continue;
    std::vector<std::string> cells = {each.of == "mean" ? each.endpoint : "", each.of,
                                      std::to_string(each.sums.requests)};
    for (const std::size_t part : parts)
      cells.push_back(fmt::format("{:.3f}", each.mean_ms(part)));
    cells.push_back(fmt::format("{:.3f}", each.mean_ms()));
    text += row(cells, first_width, width);
  }
  return text;
}

std::string laws_text(const std::vector<system::ResourceReport>& resources, bool colour)
{
  std::size_t first_width = std::string("station").size();
  for (const system::ResourceReport& each : resources)
    first_width = std::max(first_width, k6::width(each.figures.name));
  constexpr std::size_t width = 14;
  std::string text =
      row({"station", "came", "left+present", "busy s", "X S T", "queue s", "X R T"}, first_width, width);
  for (const auto& [resource, each] : resources) {
    const auto broken = engine::broken_laws(each);
    std::string cells = row({each.name, std::to_string(each.arrivals),
                             std::to_string(each.completions + each.gave_up + each.queued + each.in_service),
                             fmt::format("{:.3f}", each.busy_s), fmt::format("{:.3f}", each.served_s),
                             fmt::format("{:.3f}", each.queued_integral_s), fmt::format("{:.3f}", each.waited_s)},
                            first_width, width);
    cells.pop_back();
    text += cells + (broken.empty() ? styled("  ✓", Style::green, colour) : styled("  ✗", Style::red, colour)) + "\n";
  }
  return text;
}

} // namespace onsale::run
