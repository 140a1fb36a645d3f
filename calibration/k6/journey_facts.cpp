#include "calibration/k6/journey_facts.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace onsale::calibration {
namespace {

using Json = nlohmann::ordered_json;

/// Requests, pauses and checks of a piece of a journey.
struct Tally {
  Interval requests;
  Interval sleeps_s;
  Interval checks;
  bool may_end = false; ///< the iteration can end in here: what follows is not certain
};

Tally times(const Tally& tally, const Interval& count)
{
  return {tally.requests * count, tally.sleeps_s * count, tally.checks * count, tally.may_end};
}

void append(Tally& sum, const Tally& next)
{
  const auto add = [&](Interval& total, const Interval& more) {
    total.low += sum.may_end ? 0 : more.low;
    total.high += more.high;
  };
  add(sum.requests, next.requests);
  add(sum.sleeps_s, next.sleeps_s);
  add(sum.checks, next.checks);
  sum.may_end |= next.may_end;
}

Tally either(const Tally& a, const Tally& b)
{
  const auto hull = [](const Interval& x, const Interval& y) {
    return Interval{std::min(x.low, y.low), std::max(x.high, y.high)};
  };
  return {hull(a.requests, b.requests), hull(a.sleeps_s, b.sleeps_s), hull(a.checks, b.checks), a.may_end || b.may_end};
}

/// `{"const": 1}`, `{"random_int": [1, 2]}`, `{"random_real": [5, 10]}`; anything else can be anything.
Interval range_of(const Json& source)
{
  if (source.contains("const") && source.at("const").is_number())
    return exactly(source.at("const").get<double>());
  for (const char* key : {"random_int", "random_real"})
    if (source.contains(key))
      return {source.at(key).at(0).get<double>(), source.at(key).at(1).get<double>()};
  return {0, unbounded};
}

Tally tally_of(const Json& steps);

Tally tally_of_sub_steps(const Json& step, const char* key)
{
  if (not step.contains(key))
    return {};
  const Json& sub = step.at(key);
  return sub.is_array() ? tally_of(sub) : sub.is_object() ? tally_of(Json::array({sub})) : Tally{};
}

Tally checks_of(const Json& step)
{
  Tally tally;
  if (step.contains("checks") && step.at("checks").is_array())
    tally.checks = exactly(static_cast<double>(step.at("checks").size()));
  return tally;
}

/// A loop: `steps` until a condition holds, `between_tries` after tries in vain, `then_inside_loop` once.
Tally tally_of_loop(const Json& step)
{
  const Json& most = step.contains("max_tries") ? step.at("max_tries") : Json();
  const double tries = most.is_number() ? most.get<double>() : unbounded;
  Tally tally = times(tally_of_sub_steps(step, "steps"), {1, tries});
  append(tally, times(tally_of_sub_steps(step, "between_tries"), {0, tries}));
  append(tally, times(tally_of_sub_steps(step, "then_inside_loop"), {0, 1}));
  append(tally, checks_of(step));
  if (step.value("interval_s", Json(0)).is_null()) // the pause of the loop is not published
    tally.sleeps_s.high = unbounded;
  // A loop without an end to its tries that gives up anyway, or says so, can end the iteration.
  tally.may_end |= step.contains("on_exhausted") || step.contains("max_wait_s");
  return tally;
}

Tally tally_of_step(const Json& step)
{
  const std::string operation = step.value("op", "");
  if (operation == "request") {
    Tally tally = checks_of(step);
    tally.requests = exactly(1);
    tally.may_end = step.contains("on_failure") || step.contains("on_missing");
    return step.contains("condition") ? either(tally, {}) : tally;
  }
  if (operation == "sleep") {
    Tally tally;
    tally.sleeps_s = range_of(step.at("seconds"));
    return tally;
  }
  if (operation == "poll" || operation == "retry")
    return tally_of_loop(step);
  if (operation == "branch")
    return either(tally_of_sub_steps(step, "then"), tally_of_sub_steps(step, "else"));
  Tally tally;
  tally.may_end = operation == "stop";
  return tally;
}

Tally tally_of(const Json& steps)
{
  Tally sum;
  for (const Json& step : steps)
    append(sum, tally_of_step(step));
  return sum;
}

/// How many values a payload field can take: `{"random_int": [1, 5]}` 5, `{"random_subset": {"of": [1, 672]}}` 672.
std::optional<double> choices_of(const Json& field)
{
  const Json* range = nullptr;
  if (field.is_object() && field.contains("random_int"))
    range = &field.at("random_int");
  else if (field.is_object() && field.contains("random_subset"))
    range = &field.at("random_subset").at("of");
  if (range == nullptr)
    return std::nullopt;
  return range->at(1).get<double>() - range->at(0).get<double>() + 1;
}

/// The seats that a reservation's payload can name: the product of its draws, but for who reserves.
std::optional<double> seats_of(const Json& steps)
{
  for (const Json& step : steps) {
    if (not step.contains("payload") || not step.at("payload").is_object())
      continue;
    double product = 1;
    bool seat_drawn = false;
    bool all_drawn = true;
    for (const auto& [name, field] : step.at("payload").items()) {
      if (name == "userId")
        continue;
      const auto choices = choices_of(field);
      all_drawn = all_drawn && choices;
      seat_drawn = seat_drawn || (choices && name.starts_with("seat"));
      product *= choices.value_or(1);
    }
    if (seat_drawn && all_drawn)
      return product;
  }
  return std::nullopt;
}

void use(JourneyFacts& facts, const Tally& tally)
{
  facts.requests = tally.requests;
  facts.sleeps_s = tally.sleeps_s;
  facts.checks = tally.checks;
}

} // namespace

JourneyFacts read_journey_facts(const Json& journey)
{
  JourneyFacts facts;
  facts.published = journey.value("published", false);
  facts.setup_known = facts.published;
  if (journey.contains("setup") && journey.at("setup").is_object()) {
    const Json& setup = journey.at("setup");
    facts.setup_requests = times(tally_of(setup.at("steps")), exactly(setup.value("repeat", 1.0))).requests;
    facts.setup_known = true;
  }
  if (journey.contains("steps")) {
    use(facts, tally_of(journey.at("steps")));
    facts.seats = seats_of(journey.at("steps"));
  } else if (journey.contains("scenarios")) {
    std::optional<Tally> hull;
    for (const auto& [name, group] : journey.at("scenarios").items()) {
      const Tally tally = tally_of(group.contains("steps") ? group.at("steps") : group);
      hull = hull ? either(*hull, tally) : tally;
    }
    use(facts, hull.value_or(Tally{}));
  }
  if (not facts.published)
    facts.sleeps_s.high = unbounded; // pauses leave no trace in a summary, so some may be missing
  return facts;
}

} // namespace onsale::calibration
