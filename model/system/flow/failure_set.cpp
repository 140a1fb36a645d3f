#include "model/system/flow/failure_set.hpp"

#include "model/config/enum_names.hpp"
#include "model/config/wording.hpp"

#include <algorithm>

namespace onsale::system {

std::vector<std::string> failure_names()
{
  std::vector<std::string> names;
  for (const Cause each : all_causes())
    names.emplace_back(to_string(each));
  const auto outcomes = config::enum_names(booking::Outcome::version_conflict);
  names.insert(names.end(), outcomes.begin(), outcomes.end());
  return names;
}

std::optional<std::pair<Cause, booking::Outcome>> failure_from_name(const std::string& name)
{
  if (const auto outcome = booking::outcome_from_name(name))
    return std::pair{Cause::refused, *outcome};
  if (const auto cause = cause_from_name(name))
    return std::pair{*cause, booking::Outcome::ok};
  return std::nullopt;
}

bool FailureSet::holds(Cause cause, booking::Outcome outcome) const
{
  return named_.empty() || std::any_of(named_.begin(), named_.end(), [&](const auto& each) {
           return each.first == cause && (cause != Cause::refused || each.second == outcome);
         });
}

FailureSet read_failure_set(const std::vector<config::Value>& names)
{
  FailureSet set;
  const std::vector<std::string> known = failure_names();
  for (const config::Value& value : names) {
    const std::string name =
        value.text({.says = "a cause of failure or an outcome of the booking core", .choices = known});
    if (const auto failure = failure_from_name(name))
      set.named_.push_back(*failure);
    else
      value.fault("neither a cause of failure nor an outcome of the booking core is called " + config::in_quotes(name) +
                  config::suggestion(name, known));
  }
  return set;
}

} // namespace onsale::system
