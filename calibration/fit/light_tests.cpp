#include "calibration/fit/light_tests.hpp"

#include "calibration/fit/lone_call.hpp"
#include "model/config/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <utility>

namespace onsale::fit {
namespace {

constexpr double wanted_busy = 0.15;
constexpr double least_busy = 0.1;
constexpr double most_busy = 0.2;
constexpr double least_think_s = 0.001;
constexpr int most_tries = 4; // for the pause: the second one is near unless requests wait for each other
constexpr double most_failing = 0.05;

/// Names of the endpoints that the users of a test call, without its setup.
std::set<std::string> endpoints_of(const run::Scenario& scenario)
{
  std::set<std::string> endpoints;
  for (const k6::ScenarioOptions& users : scenario.load.scenarios)
    if (const k6::Journey* journey = scenario.journeys.find(users.exec))
      for (const k6::RequestSpec& request : journey->steps.requests)
        endpoints.insert(scenario.journeys.names.endpoints[request.endpoint]);
  return endpoints;
}

std::vector<std::string> journeys_of(const run::Scenario& scenario)
{
  std::vector<std::string> names;
  for (const k6::ScenarioOptions& users : scenario.load.scenarios)
    names.push_back(users.exec);
  return names;
}

/// Two digits: what is said is what is run.
double rounded(double value)
{
  const double unit = std::pow(10, std::floor(std::log10(value)) - 1);
  return std::round(value / unit) * unit;
}

/// An endpoint's test while its pause is looked for.
struct Trial {
  const TestRun* base = nullptr; ///< the test that it is made from
  config::Document document;     ///< of that test
  LoneCall call;
  LightLoad load;
  TestRun test;
  Values values; ///< of its simulation

  std::string sub() const { return "{name:" + call.name + "}"; }
  double value(const std::string& key) const
  {
    const auto found = values.find(key);
    return found == values.end() ? 0 : found->second;
  }
  double rate_per_s() const { return value("http_reqs" + sub() + " count") / load.duration_s; }
  double failing() const { return rate_per_s() > 0 ? value("http_req_failed" + sub() + " rate") : 1; }
  /// Utilisation law: what all requests of the run used, the setup's among them, at the rate under load.
  double busy() const
  {
    const double requests = value("http_reqs count");
    return requests > 0 ? value(busiest_host_s) / requests * rate_per_s() : 0;
  }
  bool is_right() const { return busy() >= least_busy && busy() <= most_busy; }

  void prepare()
  {
    test = test_run(base->scenario, base->sets, call.test(document, load));
    expect_figures(test);
  }
  /// The pause with which the host would be as busy as wanted, if requests took no longer or shorter than now.
  void adjust()
  {
    const double rate = rate_per_s();
    if (rate <= 0 || busy() <= 0)
      return;
    const double wanted_rate = rate * wanted_busy / busy();
    const double response_s = value("http_req_duration" + sub() + " avg");
    load.think_s = rounded(std::max(least_think_s, load.users / wanted_rate - response_s));
  }
};

/// Simulates the trials whose host is too idle or too busy, side by side, until their pauses are right.
void find_pauses(std::vector<Trial>& trials, Problem& problem, const Eigen::VectorXd& at)
{
  for (int attempt = 0; attempt < most_tries; ++attempt) {
    std::vector<Trial*> open;
    std::vector<Point> points;
    for (Trial& trial : trials) {
      if (trial.is_right())
        continue;
      if (attempt > 0)
        trial.adjust();
      trial.prepare();
      open.push_back(&trial);
      points.push_back({&trial.test, {at.begin(), at.end()}, 0});
    }
    const std::vector<Values> values = problem.simulator().run(points);
    for (std::size_t i = 0; i < open.size(); ++i)
      open[i]->values = values[i];
  }
}

std::string joined(const std::vector<std::string>& words)
{
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string how(const Trial& trial)
{
  const auto pause = [&](double factor) {
    return config::format_duration(config::Duration(factor * trial.load.think_s));
  };
  std::string text = fmt::format("sleep {} to {} after each request", pause(0.5), pause(1.5));
  if (not trial.call.let_pass.empty())
    text += fmt::format("; {} below 0, which the server lets pass", joined(trial.call.let_pass));
  if (not trial.call.borrowed.empty())
    text += fmt::format("; {} before the load, {} times", joined(trial.call.borrowed), trial.load.users);
  else if (trial.call.setup.kind != config::Node::Kind::null)
    text += "; with the setup of its journey";
  return text;
}

Candidate candidate(const Trial& trial)
{
  return {trial.test,
          fmt::format("a test of `{}` alone: {} VUs, {} s, about {:g} requests/s", trial.call.endpoint,
                      trial.load.users, trial.load.duration_s, rounded(trial.rate_per_s())),
          how(trial)};
}

std::string why_impossible(const LoneCall& call)
{
  return fmt::format("`{}` cannot be tested alone: no setup gets {}.", call.endpoint, joined(call.borrowed));
}

std::string why_failing(const Trial& trial)
{
  const auto& borrowed = trial.call.borrowed;
  return fmt::format("`{}` cannot be tested alone: {:.0f} % of its requests fail{}.", trial.call.endpoint,
                     100 * trial.failing(), borrowed.empty() ? "" : " with " + joined(borrowed) + " of a setup");
}

} // namespace

LightTests light_tests(Problem& problem, const Eigen::VectorXd& at, std::span<const TestRun> others)
{
  std::set<std::string> done; // endpoints that a test has alone, or that there is a trial of
  const auto note_alone = [&](const TestRun& test) {
    if (const auto endpoints = endpoints_of(scenario_of(test, {})); endpoints.size() == 1)
      done.insert(*endpoints.begin());
  };
  std::ranges::for_each(problem.tests(), note_alone);
  std::ranges::for_each(others, note_alone);

  LightTests result;
  std::vector<Trial> trials;
  for (const TestRun& test : problem.tests()) {
    const run::Scenario scenario = scenario_of(test, {});
    for (const std::string& endpoint : endpoints_of(scenario)) {
      if (not done.insert(endpoint).second)
        continue;
      config::Faults none; // it has been read before
      Trial trial{&test, config::load_document(test.scenario, none), {}, {}, {}, {}};
      trial.call = lone_call(trial.document, journeys_of(scenario), endpoint, trial.load);
      if (trial.call.possible)
        trials.push_back(std::move(trial));
      else
        result.left_out.push_back(why_impossible(trial.call));
    }
  }
  find_pauses(trials, problem, at);
  for (const Trial& trial : trials)
    if (trial.failing() > most_failing)
      result.left_out.push_back(why_failing(trial));
    else
      result.candidates.push_back(candidate(trial));
  return result;
}

} // namespace onsale::fit
