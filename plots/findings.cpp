#include "plots/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace onsale::plots {
namespace {

struct Saturation {
  std::string resource;
  std::string part; ///< of the system that has it
  std::string host;
  std::string setting; ///< that widens what requests only hold, or empty
  double capacity = 0;
  double time_s = 0;
  double vus = 0;
  double requests_per_s = 0;
  double seconds = 0;
  double utilisation = 0;
  double queued_max = 0;
};

/// The resource to blame first.
std::vector<Saturation> saturations_of(const nlohmann::ordered_json& manifest)
{
  std::vector<Saturation> all;
  for (const auto& each : manifest.value("saturations", nlohmann::ordered_json::array()))
    all.push_back({each.at("resource"), each.value("part", ""), each.value("host", ""), each.value("setting", ""),
                   each.at("capacity"), each.at("time_s"), each.at("vus"), each.at("requests_per_s"),
                   each.at("seconds"), each.at("utilisation"), each.at("queued_max")});
  return all;
}

/// What a run's figures come from, causes before victims.
struct Cause {
  bool fault = false; ///< else a resource that filled up
  std::string what;
  double from_s = 0;
  double to_s = 0;
  std::string because; ///< the fault that filled it; empty: none
};

/// As the run found them; none in a result that does not tell.
std::vector<Cause> found_causes(const nlohmann::ordered_json& manifest)
{
  std::vector<Cause> all;
  for (const auto& each : manifest.value("causes", nlohmann::ordered_json::array()))
    all.push_back({each.value("kind", "") == "fault", each.value("what", ""), each.value("from_s", 0.0),
                   each.value("to_s", 0.0), each.value("because", "")});
  return all;
}

std::string cause_words(const Cause& cause)
{
  if (cause.fault)
    return fmt::format("{}, {:.4g} s to {:.4g} s", cause.what, cause.from_s, cause.to_s);
  return fmt::format("{} full from {:.4g} s on{}", cause.what, cause.from_s,
                     cause.because.empty() ? "" : ", because of " + cause.because);
}

/// Customers of whom response times know nothing, from a tenth of a percent on.
std::string lost_text(const nlohmann::ordered_json& manifest)
{
  const auto lost = manifest.value("lost", nlohmann::ordered_json::object());
  const double dropped = lost.value("dropped", 0.0) + lost.value("interrupted", 0.0);
  const double iterations = lost.value("iterations", 0.0);
  if (iterations <= 0 || dropped < 1e-3 * iterations)
    return {};
  return fmt::format("{} of {} iterations were dropped or cut off ({:.3g} %): response times know nothing of them.",
                     count_text(dropped), count_text(iterations), 100 * dropped / iterations);
}

double greatest(const std::vector<double>& values)
{
  return *std::max_element(values.begin(), values.end());
}

/// `p(95)` of a trend is printed under that name; a rate's and a gauge's value is its `value`.
std::string observed(const RunFiles& run, const Threshold& threshold)
{
  std::string name = threshold.expression.substr(0, threshold.expression.find_first_of("<>=! "));
  const bool is_time = threshold.metric.starts_with("http_req_") && not threshold.metric.starts_with("http_req_failed");
  if (name == "rate" && not figure(run.summary, threshold.metric, name))
    name = "value";
  const auto value = figure(run.summary, threshold.metric, name);
  if (not value)
    return {};
  if (is_time)
    return duration_text(*value);
  return name == "value" && *value <= 1 ? fmt::format("{:.4g} %", 100 * *value) : fmt::format("{:.6g}", *value);
}

/// Without the requests of `setup`, which no user sent.
double best_second(const RunFiles& run)
{
  const auto requests_per_s = run.series.numbers("requests_per_s");
  const auto first = static_cast<std::ptrdiff_t>(rows_of_setup(run.series.numbers("vus")));
  const auto best = std::max_element(requests_per_s.begin() + first, requests_per_s.end());
  return best == requests_per_s.end() ? 0 : *best;
}

void judge(Findings& found, const RunFiles& run)
{
  const auto all = thresholds(run.summary);
  const auto crossed = std::count_if(all.begin(), all.end(), [](const Threshold& each) { return each.crossed; });
  for (const Threshold& each : all) {
    const std::string was = observed(run, each);
    found.thresholds.push_back(fmt::format("{} {} {}{}", each.crossed ? "✗" : "✓", each.metric, each.expression,
                                           was.empty() ? "" : ": was " + was));
  }
  if (all.empty()) {
    found.headline = "No threshold was set: the figures stand for themselves";
    return;
  }
  found.verdict = crossed > 0 ? Findings::Verdict::broke : Findings::Verdict::held;
  found.headline = crossed > 0       ? fmt::format("Breaks {} of its {} thresholds", crossed, all.size())
                   : all.size() == 1 ? "Keeps its threshold"
                                     : fmt::format("Keeps all {} thresholds", all.size());
}

void tell_figures(Findings& found, const RunFiles& run)
{
  const auto add = [&](const char* name, const std::string& value) { found.figures.emplace_back(name, value); };
  const auto add_time = [&](const char* name, const char* key) {
    if (const auto ms = figure(run.summary, "http_req_duration", key))
      add(name, duration_text(*ms));
  };
  add("users at most", count_text(greatest(run.series.numbers("vus"))));
  if (const auto requests = figure(run.summary, "http_reqs", "count"))
    add("requests", count_text(*requests));
  add("requests/s in the best second", count_text(best_second(run)));
  add_time("response time p50", "med");
  add_time("response time p95", "p(95)");
  if (const auto failed = figure(run.summary, "http_req_failed", "value"))
    add("requests failed", fmt::format("{:.3g} %", 100 * *failed));
  if (const auto dropped = figure(run.summary, "dropped_iterations", "count"); dropped && *dropped > 0)
    add("iterations dropped", count_text(*dropped));
}

void tell_limit(Findings& found, const RunFiles& run, const std::vector<Saturation>& saturated)
{
  const auto limit = run.manifest.value("load_limit", nlohmann::ordered_json::object());
  if (saturated.empty()) {
    found.limit = fmt::format("Not reached: up to {} users no resource was 95 % busy for 3 s.",
                              count_text(greatest(run.series.numbers("vus"))));
    found.bottleneck = "None: nothing filled up.";
  } else {
    const Saturation& first = saturated.front();
    found.limit = fmt::format("{} users with {} requests/s, {:.0f} s into the test: from then on {} was full.",
                              count_text(first.vus), count_text(first.requests_per_s), first.time_s, first.resource);
    found.bottleneck =
        fmt::format("{}: {:.0f} % of {:.4g} busy for {:.0f} s, up to {} waiting.", first.resource,
                    100 * first.utilisation, first.capacity, first.seconds, count_text(first.queued_max));
  }
  if (limit.value("by", std::string()) == "generator" && not limit.value("evidence", std::string()).empty())
    found.limit += fmt::format(" The load was limited by its generator: {}.", limit.value("evidence", std::string()));
}

/// Faults first: what they filled is not what to widen.
void tell_causes(Findings& found, const std::vector<Cause>& causes)
{
  std::string words;
  for (const Cause& each : causes)
    words += (words.empty() ? "" : "; ") + cause_words(each);
  found.bottleneck = words + ".";
  found.advice.push_back(
      fmt::format("Shorten or soften “{}” first: what filled up afterwards is its consequence.", causes.front().what));
}

/// What fills up behind the first is full because requests hold it while they wait for the first.
void advise_on_saturation(Findings& found, const RunFiles& run, const std::vector<Saturation>& saturated)
{
  const Saturation& first = saturated.front();
  if (not first.setting.empty())
    found.advice.push_back(
        fmt::format("Widen {}, since no CPU or disk was full when requests waited for it: try `onsale run {} --set "
                    "{}={:.0f}`.",
                    first.resource, run.scenario(), first.setting, 2 * first.capacity));
  else if (first.part == "host")
    found.advice.push_back(
        fmt::format("Give {} more cores, or its requests less work: it was full, so nothing else can "
                    "raise the throughput.",
                    first.host));
  else
    found.advice.push_back(fmt::format("Let requests ask less of {}: it was full, so nothing else can raise the "
                                       "throughput.",
                                       first.resource));
  std::string held;
  for (std::size_t i = 1; i < saturated.size(); ++i)
    if (not saturated[i].setting.empty() && saturated[i].time_s >= first.time_s)
      held += (held.empty() ? "" : ", ") + saturated[i].resource;
  if (not held.empty())
    found.advice.push_back(
        fmt::format("Do not start with {}: full only after {}, held by requests that wait for it. More "
                    "of them makes longer queues, not more throughput.",
                    held, first.resource));
}

/// The largest part of the slow requests of the endpoint that users wait for most, all its requests together.
void advise_on_anatomy(Findings& found, const RunFiles& run)
{
  const Table& table = run.anatomy;
  std::string endpoint;
  double most_ms = 0;
  for (std::size_t row = 0; row < table.size(); ++row) {
    const double all_ms = table.number(row, table.column("requests")) * table.number(row, table.column("total_ms"));
    if (table.text(row, table.column("of")) == "mean" && all_ms > most_ms) {
      most_ms = all_ms;
      endpoint = table.text(row, table.column("endpoint"));
    }
  }
  for (std::size_t row = 0; row < table.size(); ++row) {
    const double total_ms = table.number(row, table.column("total_ms"));
    if (table.text(row, table.column("endpoint")) != endpoint || table.text(row, table.column("of")) != "p95" ||
        total_ms <= 0)
      continue;
    std::size_t largest = table.column("client_ms");
    for (std::size_t column = largest; column < table.column("total_ms"); ++column)
      if (table.number(row, column) > table.number(row, largest))
        largest = column;
    found.advice.push_back(fmt::format("Slow requests of {} (p95, {}) spend {:.0f} % of their time in “{}”.", endpoint,
                                       duration_text(total_ms), 100 * table.number(row, largest) / total_ms,
                                       part_text(table.names()[largest])));
  }
}

/// `p95 836 ms to 390 ms`, or that nothing can be told.
std::string effect(const Table& table, std::size_t row)
{
  const auto number = [&](const char* column) { return table.number(row, table.column(column)); };
  const bool is_time = table.text(row, table.column("figure")).starts_with("http_req_duration");
  const auto shown = [&](double value) { return is_time ? duration_text(value) : fmt::format("{:.3g}", value); };
  const std::string what = is_time ? "p95" : "journeys/s";
  if (std::abs(number("difference")) <= number("half_width"))
    return fmt::format("{} {}, no change that can be told", what, shown(number("before")));
  return fmt::format("{} {} to {} (± {})", what, shown(number("before")), shown(number("after")),
                     shown(number("half_width")));
}

/// What came of advice when it was followed.
void tell_what_was_tried(Findings& found, const Table& table)
{
  std::string change;
  for (std::size_t row = 0; row < table.size(); ++row) {
    const std::string& its = table.text(row, table.column("change"));
    if (its == change)
      found.advice.back() += "; " + effect(table, row);
    else
      found.advice.push_back(
          fmt::format("Tried by simulation, with the same customers: {}: {}", its, effect(table, row)));
    change = its;
  }
}

} // namespace

Findings findings(const RunFiles& run)
{
  Findings found;
  const auto saturated = saturations_of(run.manifest);
  judge(found, run);
  tell_figures(found, run);
  tell_limit(found, run, saturated);
  const auto causes = found_causes(run.manifest);
  if (const std::string verdict = run.manifest.value("verdict", ""); not verdict.empty())
    found.headline = verdict;
  for (const auto& remark : run.manifest.value("remarks", std::vector<std::string>{}))
    found.remarks.push_back(remark);
  if (const std::string lost = lost_text(run.manifest); not lost.empty()) {
    found.remarks.push_back(lost);
    found.verdict = Findings::Verdict::broke;
  }
  if (not causes.empty() && causes.front().fault)
    tell_causes(found, causes);
  else if (saturated.empty())
    found.advice.emplace_back("Nothing has to be widened for this load. To find where it breaks, raise the load.");
  else
    advise_on_saturation(found, run, saturated);
  advise_on_anatomy(found, run);
  if (run.advice)
    tell_what_was_tried(found, *run.advice);
  return found;
}

} // namespace onsale::plots
