#include "sim/study/limit.hpp"

#include "model/config/wording.hpp"
#include "sim/study/knob.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <utility>

namespace onsale::study {
namespace {

constexpr double furthest = 1000; // times the scenario's own load
constexpr std::size_t coarse = 2; // replications of a load that is only on the way
constexpr std::size_t most_steps = 40;
constexpr double neighbourhood = 0.15; // probes so near the limit tell its slope

double mean(const std::vector<double>& values)
{
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// How far a verdict is from being broken, in units of its limit (of 1 for a limit of 0).
double margin_of(const Verdict& verdict)
{
  const auto expression = k6::parse_threshold(verdict.expression);
  const double unit = expression.limit != 0 ? std::abs(expression.limit) : 1;
  const double distance = (expression.limit - verdict.observed) / unit;
  using Operator = k6::ThresholdExpression::Operator;
  switch (expression.comparison) {
  case Operator::less:
  case Operator::less_or_equal:
    return distance;
  case Operator::greater:
  case Operator::greater_or_equal:
    return -distance;
  default:
    return verdict.ok ? 1 : -1;
  }
}

/// One search, with everything that it has tried.
class Search {
public:
  /// @param relief  what else is done to the scenario
  Search(const LimitOptions& options, Runner& runner, const std::function<void(const std::string&)>& told,
         const Relief& relief = {})
      : options_(options), runner_(runner), told_(told), relief_(relief), base_(run::load_scenario(options.scenario)),
        knobs_(options.scenario, base_), start_(knobs_.present(options.knob, "--over")), whole_(options.knob != "rate")
  {
  }

  Limit run()
  {
    Limit limit;
    if (find_bracket(limit)) {
      narrow();
      sharpen();
      conclude(limit);
    }
    const auto& at = observations_.at(high_ > 0 ? high_ : limit.load);
    limit.resource = usual_bottleneck(at);
    limit.evidence = at.front().bottleneck_line + limit.evidence;
    blame_locks(limit, at);
    blame_the_busiest(limit, at);
    limit.removal = relief_of(limit.resource, options_.scenario, base_);
    for (const auto& [load, probe] : probes_) {
      limit.probes.push_back(probe);
      limit.rows.push_back(row_of({fmt::format("{:.12g}", load)}, *scenarios_.at(load), observations_.at(load)));
    }
    limit.runs = runs_;
    for (const auto& [load, seen] : observations_)
      for (const Observation& each : seen)
        limit.broken_laws.insert(limit.broken_laws.end(), each.broken_laws.begin(), each.broken_laws.end());
    return limit;
  }

private:
  double rounded(double load) const { return whole_ ? std::max(1.0, std::round(load)) : load; }

  const Probe& try_load(double load, std::size_t replications)
  {
    auto& seen = observations_[load];
    if (seen.size() >= replications)
      return probes_.at(load);
    run::ScenarioRequest request = options_.scenario;
    for (std::string& set : knobs_.sets(options_.knob, fmt::format("{:.12g}", load), "--over"))
      request.sets.push_back(std::move(set));
    auto scenario = run::load_scenario(request);
    if (not options_.slos.empty()) {
      scenario.load.thresholds = options_.slos;
      for (const k6::ThresholdConfig& slo : options_.slos) // the store knows a run by its hash
        for (const char letter : slo.metric_key + slo.expression)
          scenario.hash = (scenario.hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
    }
    apply(relief_, scenario);
    const auto shared = std::make_shared<const run::Scenario>(std::move(scenario));
    scenarios_[load] = shared;
    std::vector<Task> tasks;
    for (std::size_t number = 0; number < replications; ++number)
      tasks.push_back({shared, options_.seed, static_cast<std::uint32_t>(number)});
    runs_ += replications - seen.size();
    seen = runner_.run(tasks);
    probes_[load] = probe_of(load, seen);
    if (told_)
      told_(fmt::format("{} {:g}: {} is {:g}, margin {:+.1f} % ({} replications)", options_.knob, load,
                        probes_[load].worst, probes_[load].observed, 100 * probes_[load].mean_margin(), replications));
    return probes_[load];
  }

  static Probe probe_of(double load, const std::vector<Observation>& seen)
  {
    Probe probe{load, {}, "", 0};
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t slo = 0; slo < seen.front().verdicts.size(); ++slo) {
      double sum = 0;
      double observed = 0;
      for (const Observation& each : seen) {
        sum += margin_of(each.verdicts[slo]);
        observed += each.verdicts[slo].observed;
      }
      if (sum >= least)
        continue;
      least = sum;
      probe.worst = seen.front().verdicts[slo].metric + " " + seen.front().verdicts[slo].expression;
      probe.observed = observed / static_cast<double>(seen.size());
    }
    for (const Observation& each : seen) {
      double smallest = std::numeric_limits<double>::infinity();
      for (const Verdict& verdict : each.verdicts)
        smallest = std::min(smallest, margin_of(verdict));
      probe.margins.push_back(smallest);
    }
    return probe;
  }

  bool keeps(double load, std::size_t replications) { return try_load(load, replications).mean_margin() > 0; }

  /// Doubles or halves from the scenario's own load until one end keeps and the other breaks, a replication each: an
  /// end that chance has put on the wrong side is put right when it is looked at closer.
  bool find_bracket(Limit& limit)
  {
    double load = rounded(start_);
    const bool up = keeps(load, 1);
    while (true) {
      const double next = rounded(up ? 2 * load : load / 2);
      if (next == load || next > furthest * start_ || next < start_ / furthest) {
        limit.outcome = up ? LimitOutcome::never_broken : LimitOutcome::never_kept;
        limit.load = limit.low = limit.high = load;
        limit.promise = probes_.at(load).worst;
        return false;
      }
      const bool kept = keeps(next, 1);
      if (up && kept && (most_fail(next) || arrives_no_more(load, next))) {
        limit.outcome = LimitOutcome::never_broken;
        limit.load = limit.low = limit.high = next;
        limit.promise = probes_.at(next).worst;
        limit.evidence = fmt::format("; {}, of which a promise about response times says nothing: add "
                                     "--slo 'http_req_failed: rate<0.01'",
                                     most_fail(next) ? "most requests fail" : "no connection is left for more load");
        return false;
      }
      if (kept != up) {
        low_ = std::min(load, next);
        high_ = std::max(load, next);
        return true;
      }
      load = next;
    }
  }

  /// Refused connections and time-outs leave the others quick, at any load.
  bool most_fail(double load) const
  {
    const auto* failed = observations_.at(load).front().find("http_req_failed rate");
    return failed != nullptr && failed->value > 0.5;
  }

  /// The connector lets no more in than it has connections: who waits for one sends nothing that could be slow.
  bool arrives_no_more(double load, double doubled) const
  {
    constexpr double hardly = 0.1;
    const ResourceUse* const blamed = observations_.at(load).front().blamed();
    return blamed != nullptr && blamed->admits &&
           probes_.at(load).mean_margin() - probes_.at(doubled).mean_margin() < hardly;
  }

  bool narrow_enough() const { return high_ - low_ <= options_.within * high_ || (whole_ && high_ - low_ <= 1); }

  void narrow()
  {
    for (std::size_t step = 0; step < most_steps && not narrow_enough(); ++step) {
      const double middle = rounded((low_ + high_) / 2);
      (keeps(middle, coarse) ? low_ : high_) = middle;
    }
  }

  /// More replications at both ends until the root is known well enough; an end that turns out to lie on the other
  /// side moves the bracket by its own width.
  void sharpen()
  {
    std::size_t replications = options_.replications;
    for (std::size_t step = 0; step < most_steps; ++step) {
      const double width = high_ - low_;
      if (not keeps(low_, replications)) {
        high_ = low_;
        low_ = rounded(std::max(low_ - width, low_ / 2));
        if (low_ == high_)
          return;
        continue;
      }
      if (keeps(high_, replications)) {
        low_ = high_;
        high_ = rounded(high_ + width);
        continue;
      }
      const auto interval = root_interval();
      if ((interval && interval->half_width <= options_.within * high_) || replications >= options_.replications_most)
        return;
      replications = std::min(replications + std::max<std::size_t>(2, replications / 2), options_.replications_most);
    }
  }

  /// Least squares through the probes near the limit, each weighing as much as it has replications.
  /// @return change of the margin for each unit of load; 0 if they do not tell that it falls
  double slope() const
  {
    const double centre = (low_ + high_) / 2;
    double weight = 0;
    double load_sum = 0;
    double margin_sum = 0;
    const auto near = [&](double load) { return std::abs(load - centre) <= neighbourhood * centre; };
    for (const auto& [load, probe] : probes_)
      if (near(load) || load == low_ || load == high_) {
        const auto n = static_cast<double>(probe.margins.size());
        weight += n;
        load_sum += n * load;
        margin_sum += n * probe.mean_margin();
      }
    double square = 0;
    double product = 0;
    for (const auto& [load, probe] : probes_)
      if (near(load) || load == low_ || load == high_) {
        const auto n = static_cast<double>(probe.margins.size());
        square += n * (load - load_sum / weight) * (load - load_sum / weight);
        product += n * (load - load_sum / weight) * (probe.mean_margin() - margin_sum / weight);
      }
    return square > 0 ? std::min(0.0, product / square) : 0;
  }

  std::optional<engine::Interval> root_interval() const
  {
    const double falls = slope();
    if (falls == 0)
      return std::nullopt;
    const auto& lower = probes_.at(low_).margins;
    const auto& upper = probes_.at(high_).margins;
    std::vector<double> roots;
    for (std::size_t i = 0; i < std::min(lower.size(), upper.size()); ++i)
      roots.push_back((low_ + high_) / 2 - (lower[i] + upper[i]) / 2 / falls);
    return engine::student_interval(roots, run::confidence);
  }

  /// The bracket belongs to the interval: between its ends the margin may jump, and then no line tells where.
  void conclude(Limit& limit) const
  {
    const auto interval = root_interval();
    limit.load = interval ? std::clamp(interval->mean, low_, high_) : low_;
    limit.low = interval ? std::min(low_, interval->low()) : low_;
    limit.high = interval ? std::max(high_, interval->high()) : high_;
    if (whole_) {
      limit.load = std::floor(limit.load);
      limit.low = std::floor(limit.low);
      limit.high = std::ceil(limit.high);
    }
    limit.promise = probes_.at(high_).worst;
  }

  /// Who waits for a lock holds a connection and a thread meanwhile: those fill up, and are not what is short.
  static void blame_locks(Limit& limit, const std::vector<Observation>& at)
  {
    constexpr double most_of_it = 0.5;
    const Observation& seen = at.front();
    const auto blamed = std::find_if(seen.resources.begin(), seen.resources.end(),
                                     [&](const ResourceUse& each) { return each.name == limit.resource; });
    const bool only_held = blamed == seen.resources.end() || blamed->kind == system::Resource::Kind::held;
    const double queueing = seen.time_share("accept") + seen.time_share("worker") + seen.time_share("pool");
    const double share = queueing < 1 ? seen.time_share("lock") / (1 - queueing) : 0;
    if (not only_held || share < most_of_it)
      return;
    const ResourceUse* waited = nullptr;
    for (const ResourceUse& each : seen.resources)
      if (each.kind == system::Resource::Kind::lock && (waited == nullptr || each.queued_mean > waited->queued_mean))
        waited = &each;
    if (waited == nullptr)
      return;
    limit.resource = waited->name;
    limit.evidence =
        fmt::format("requests that have a thread and a connection wait for {} in {:.0f} % of their time; {}",
                    waited->name, 100 * share, limit.evidence);
  }

  /// Where nothing was saturated for seconds on end, the busiest resource is the one to look at.
  static void blame_the_busiest(Limit& limit, const std::vector<Observation>& at)
  {
    if (at.front().dropped_iterations > 0)
      limit.evidence +=
          fmt::format("; k6 dropped {} iterations for want of VUs (maxVUs)", at.front().dropped_iterations);
    if (not limit.resource.empty())
      return;
    const ResourceUse* busiest = nullptr;
    for (const ResourceUse& each : at.front().resources)
      if (each.capacity > 0 && (busiest == nullptr || each.utilisation > busiest->utilisation))
        busiest = &each;
    if (busiest == nullptr || busiest->utilisation == 0)
      return;
    limit.resource = busiest->name;
    limit.evidence += fmt::format("; the busiest was {}, {:.0f} %", busiest->name, 100 * busiest->utilisation);
  }

  const LimitOptions& options_;
  Runner& runner_;
  const std::function<void(const std::string&)>& told_;
  Relief relief_;
  run::Scenario base_;
  Knobs knobs_;
  double start_;
  bool whole_;                                                       ///< vus and settings are counted, a rate is not
  std::map<double, std::shared_ptr<const run::Scenario>> scenarios_; ///< [load]
  std::map<double, std::vector<Observation>> observations_;
  std::map<double, Probe> probes_;
  double low_ = 0;
  double high_ = 0;
  std::size_t runs_ = 0;
};

} // namespace

double Probe::mean_margin() const
{
  return mean(margins);
}

std::optional<k6::ThresholdConfig> parse_slo(const std::string& text, config::Faults& faults)
{
  const auto trimmed = [](std::string part) {
    part.erase(0, std::min(part.find_first_not_of(' '), part.size()));
    part.erase(part.find_last_not_of(' ') + 1);
    return part;
  };
  const auto braces = text.find('}');
  const auto colon = text.find(':', braces == std::string::npos ? 0 : braces);
  if (colon == std::string::npos) {
    faults.add({"--slo"}, fmt::format("expected METRIC: EXPRESSION such as 'http_req_duration: p(95)<500', found {}",
                                      config::in_quotes(text)));
    return std::nullopt;
  }
  k6::ThresholdConfig slo{trimmed(text.substr(0, colon)), trimmed(text.substr(colon + 1)), false, 0};
  try {
    k6::parse_threshold(slo.expression);
  } catch (const std::invalid_argument& invalid) {
    faults.add({"--slo"}, fmt::format("{}: {}", slo.metric_key, invalid.what()));
    return std::nullopt;
  }
  return slo;
}

LimitStudy find_limit(const LimitOptions& options, Runner& runner, const std::function<void(const std::string&)>& told)
{
  const auto scenario = run::load_scenario(options.scenario);
  if (options.slos.empty() && scenario.load.thresholds.empty())
    throw config::InvalidInput({{"--slo", 0, 0, "the scenario has no thresholds: say what has to hold"}});
  k6::Metrics metrics;
  for (const k6::CustomMetric& custom : scenario.custom_metrics())
    metrics.register_metric(custom.name, custom.kind, custom.content);
  try {
    const k6::Thresholds check(options.slos, metrics);
  } catch (const k6::InvalidThresholds& invalid) {
    config::Faults faults;
    for (const std::string& fault : invalid.faults)
      faults.add({"--slo"}, fault);
    faults.throw_if_any();
  }
  LimitStudy study{scenario.name(), options.knob, Search(options, runner, told).run(), std::nullopt};
  const Relief& removal = study.first.removal;
  if (not options.next || study.first.outcome != LimitOutcome::found || not removal.any())
    return study;
  LimitOptions further = options;
  further.scenario.sets.insert(further.scenario.sets.end(), removal.sets.begin(), removal.sets.end());
  if (told)
    told(fmt::format("without that bottleneck ({}):", removal.words()));
  study.next = Search(further, runner, told, removal).run();
  return study;
}

std::optional<double> LimitStudy::gain() const
{
  if (not next || first.outcome != LimitOutcome::found || next->outcome != LimitOutcome::found)
    return std::nullopt;
  return next->load / first.load;
}

} // namespace onsale::study
