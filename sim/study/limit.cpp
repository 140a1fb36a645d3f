#include "sim/study/limit.hpp"

#include "sim/study/knob.hpp"
#include "sim/study/stopper.hpp"

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

/// Somebody does not want to wait.
struct Stopped {};

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
    try {
      if (find_bracket(limit)) {
        narrow();
        sharpen();
        conclude(limit);
      }
    } catch (const Stopped&) {
      limit = bracket_so_far();
    }
    name_stopper(limit);
    limit.removal =
        limit.resource == k6_users ? more_users(base_.load) : relief_of(limit.resource, options_.scenario, base_);
    describe(limit, observations_.at(limit.load));
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
    if (const auto known = observations_.find(load);
        known != observations_.end() && known->second.size() >= replications)
      return probes_.at(load);
    if (options_.stops && options_.stops())
      throw Stopped{};
    auto& seen = observations_[load];
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
      told_(fmt::format("{} {:g}: {}: {:g}, margin {:+.1f} % ({} replications)", options_.knob, load,
                        in_words(probes_[load].worst), probes_[load].worst.observed, 100 * probes_[load].mean_margin(),
                        replications));
    return probes_[load];
  }

  Probe probe_of(double load, const std::vector<Observation>& seen) const
  {
    Probe probe{load, {}, {}};
    std::vector<Verdict> means = mean_verdicts(seen);
    std::vector<double> margins(means.size());
    for (const Observation& each : seen) {
      double smallest = std::numeric_limits<double>::infinity();
      const auto verdicts = promises(each, options_.lost_at_most);
      for (std::size_t number = 0; number < verdicts.size(); ++number) {
        margins[number] += margin_of(verdicts[number]);
        smallest = std::min(smallest, margin_of(verdicts[number]));
      }
      probe.margins.push_back(smallest);
    }
    probe.worst = means[static_cast<std::size_t>(std::ranges::min_element(margins) - margins.begin())];
    return probe;
  }

  std::vector<Verdict> mean_verdicts(const std::vector<Observation>& seen) const
  {
    std::vector<Verdict> means = promises(seen.front(), options_.lost_at_most);
    for (Verdict& each : means)
      each.observed = 0;
    for (const Observation& each : seen) {
      const auto verdicts = promises(each, options_.lost_at_most);
      for (std::size_t number = 0; number < verdicts.size(); ++number) {
        means[number].observed += verdicts[number].observed / static_cast<double>(seen.size());
        means[number].ok = means[number].ok && verdicts[number].ok;
      }
    }
    return means;
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
      if (up && kept && arrives_no_more(load, next)) {
        limit.outcome = LimitOutcome::never_broken;
        limit.load = limit.low = limit.high = next;
        limit.promise = probes_.at(next).worst;
        limit.evidence = "no connection is left for more load, and who waits for one sends nothing that could be slow";
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

  /// Where the steps of sharpening ran out, an end may not have been tried yet, and the load that is named must keep.
  void settle()
  {
    double lower = rounded(low_ / 2);
    for (; not keeps(low_, options_.replications) && lower < low_ && lower >= start_ / furthest;
         lower = rounded(low_ / 2))
      high_ = std::exchange(low_, lower);
    try_load(high_, 1);
  }

  /// The bracket belongs to the interval: between its ends the margin may jump, and then no line tells where.
  void conclude(Limit& limit)
  {
    settle();
    const auto interval = root_interval();
    limit.load = interval ? std::clamp(interval->mean, low_, high_) : low_;
    limit.low = interval ? std::min(low_, interval->low()) : low_;
    limit.high = interval ? std::max(high_, interval->high()) : high_;
    if (whole_) {
      limit.load = std::floor(limit.load);
      limit.low = std::floor(limit.low);
      limit.high = std::ceil(limit.high);
    }
    if (limit.load > low_ && limit.load < high_ && keeps(limit.load, observations_.at(low_).size()))
      low_ = limit.load;
    limit.load = low_;
    limit.promise = probes_.at(high_).worst;
  }

  /// The largest load that kept and the smallest above it that broke, as far as was tried.
  Limit bracket_so_far()
  {
    if (probes_.empty())
      throw run::ChildFailure("interrupted before anything was known");
    Limit limit;
    limit.interrupted = true;
    low_ = high_ = 0;
    for (const auto& [load, probe] : probes_)
      if (probe.mean_margin() > 0)
        low_ = load;
    for (const auto& [load, probe] : probes_)
      if (load > low_ && high_ == 0 && probe.mean_margin() <= 0)
        high_ = load;
    limit.outcome = low_ == 0    ? LimitOutcome::never_kept
                    : high_ == 0 ? LimitOutcome::never_broken
                                 : LimitOutcome::found;
    limit.load = limit.low = low_ > 0 ? low_ : probes_.begin()->first;
    limit.high = high_ > 0 ? high_ : limit.load;
    limit.promise = probes_.at(limit.high).worst;
    return limit;
  }

  void name_stopper(Limit& limit) const
  {
    if (limit.outcome == LimitOutcome::never_kept) {
      limit.evidence = fmt::format("with hardly any load it is {:g} already: that is what one request takes alone, or "
                                   "what the scenario's faults and journeys do at any load",
                                   probes_.at(limit.load).worst.observed);
      return;
    }
    const Stopper stopper = stopper_of(observations_.at(high_ > 0 ? high_ : limit.load), limit.promise);
    limit.resource = stopper.resource;
    limit.full = stopper.full;
    limit.evidence = stopper.evidence + (limit.evidence.empty() ? "" : "; " + limit.evidence);
  }

  void describe(Limit& limit, const std::vector<Observation>& at) const
  {
    limit.kept = mean_verdicts(at);
    std::vector<double> rates;
    for (const Observation& each : at)
      if (const run::Figure* rate = each.find("http_reqs rate"))
        rates.push_back(rate->value);
    limit.requests_per_s = rates.empty() ? 0 : mean(rates);
    limit.remarks = at.front().remarks;
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
  if (study.first.interrupted || not options.next || study.first.outcome != LimitOutcome::found || not removal.any())
    return study;
  LimitOptions further = options;
  further.scenario.sets.insert(further.scenario.sets.end(), removal.sets.begin(), removal.sets.end());
  if (told)
    told(fmt::format("without that bottleneck ({}):", removal.words()));
  try {
    study.next = Search(further, runner, told, removal).run();
  } catch (const run::ChildFailure&) {
    const bool interrupted = options.stops && options.stops();
    if (not interrupted) // else the first limit is answer enough
      throw;
  }
  return study;
}

std::optional<double> LimitStudy::gain() const
{
  if (not next || first.outcome != LimitOutcome::found || next->outcome != LimitOutcome::found)
    return std::nullopt;
  return next->load / first.load;
}

} // namespace onsale::study
