#include "model/operations/condition.hpp"

#include "model/config/units.hpp"

#include <sstream>

namespace onsale::operations {
namespace {

std::optional<double> limit_from(const std::string& word)
{
  if (const auto number = config::parse_number(word); number.value)
    return number.value;
  if (const auto share = config::parse_ratio(word); share.value)
    return share.value;
  if (const auto time = config::parse_duration(word); time.value)
    return engine::in_seconds(*time.value);
  return std::nullopt;
}

} // namespace

std::optional<Condition> parse_condition(const std::string& text, std::string& problem)
{
  std::istringstream words(text);
  std::string metric;
  std::string compare;
  std::string limit;
  std::string keyword;
  std::string hold;
  std::string more;
  words >> metric >> compare >> limit >> keyword >> hold >> more;
  const auto known = metric_from_name(metric);
  if (not known) {
    problem = "nothing called " + metric + " is watched: " + metric_list();
    return std::nullopt;
  }
  Condition condition{.metric = *known, .text = text};
  const auto value = limit_from(limit);
  const auto held = config::parse_duration(hold);
  const bool has_hold = keyword == "for" && held.value;
  if ((compare != ">" && compare != "<") || not value || (not keyword.empty() && not has_hold) || not more.empty()) {
    problem = "expected `" + metric + " > NUMBER`, or with `for TIME` behind it, found `" + text + "`";
    return std::nullopt;
  }
  condition.compare = compare == ">" ? Condition::Compare::above : Condition::Compare::below;
  condition.limit = *value;
  if (has_hold)
    condition.hold = *held.value;
  return condition;
}

} // namespace onsale::operations
