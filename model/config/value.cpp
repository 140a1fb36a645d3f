#include "model/config/value.hpp"

#include "model/config/nearest.hpp"
#include "model/config/object.hpp"
#include "model/config/wording.hpp"

#include <fmt/format.h>

namespace onsale::config {

namespace {

std::string shown(double number)
{
  return fmt::format("{}", number);
}
std::string shown(std::int64_t integer)
{
  return fmt::format("{}", integer);
}
std::string shown(Duration duration)
{
  return format_duration(duration);
}

template <class T> struct InRule {
  const Rule<T>& rule;
  std::string (*show)(T);

  /// What the rule has against the value, if anything: `0 is below 1 (default 6)`.
  std::string objection(T value, std::string_view written) const
  {
    if (rule.minimum and value < *rule.minimum)
      return fmt::format("{} is below {}{}", written, show(*rule.minimum), default_note());
    if (rule.above and value <= *rule.above)
      return fmt::format("{} is not above {}{}", written, show(*rule.above), default_note());
    if (rule.maximum and value > *rule.maximum)
      return fmt::format("{} is above {}{}", written, show(*rule.maximum), default_note());
    return {};
  }

  std::string default_note() const
  {
    return rule.default_value ? fmt::format(" (default {})", show(*rule.default_value)) : "";
  }
};

template <class T> Rule<T> not_negative(Rule<T> rule)
{
  if (not rule.minimum and not rule.above)
    rule.minimum = T{};
  return rule;
}

template <class T> Question::Limits limits_of(const Rule<T>& rule, std::string (*show)(T))
{
  const auto shown_or_nothing = [&](const std::optional<T>& value) { return value ? show(*value) : std::string(); };
  return {shown_or_nothing(rule.minimum), shown_or_nothing(rule.above), shown_or_nothing(rule.maximum),
          shown_or_nothing(rule.default_value), std::string(rule.default_unit)};
}

/// The common path of all quantities: a scalar, parsed, within its rule.
template <class T, class Parse>
T quantity(const Value& value, Question::Kind kind, const Rule<T>& rule, std::string_view what, Parse parse,
           std::string (*show)(T))
{
  value.note(kind, {}, limits_of(rule, show));
  const auto fallback = rule.default_value.value_or(T{});
  if (not value.is_scalar()) {
    value.fault(fmt::format("expected {}, found {}", what, described(value.node())));
    return fallback;
  }
  const Parsed<T> parsed = parse(value.node().text);
  const auto problem =
      parsed.value ? InRule<T>{rule, show}.objection(*parsed.value, value.node().text) : parsed.problem;
  if (problem.empty())
    return *parsed.value;
  value.fault(problem);
  return fallback;
}

} // namespace

double Value::number(const Rule<double>& rule) const
{
  return quantity<double>(*this, Question::Kind::number, rule, a_number, parse_number, shown);
}

std::int64_t Value::integer(const Rule<std::int64_t>& rule) const
{
  return quantity<std::int64_t>(*this, Question::Kind::integer, rule, an_integer, parse_integer, shown);
}

double Value::ratio(const Rule<double>& rule) const
{
  auto bounded = not_negative(rule);
  bounded.maximum = rule.maximum.value_or(1.0);
  return quantity<double>(*this, Question::Kind::ratio, bounded, a_ratio, parse_ratio, shown);
}

Duration Value::duration(const Rule<Duration>& rule) const
{
  const auto parse = [&](std::string_view text) { return parse_duration(text, rule.default_unit); };
  return quantity<Duration>(*this, Question::Kind::duration, not_negative(rule), a_duration, parse, shown);
}

std::int64_t Value::bytes(const Rule<std::int64_t>& rule) const
{
  const auto parse = [&](std::string_view text) { return parse_bytes(text, rule.default_unit); };
  return quantity<std::int64_t>(*this, Question::Kind::bytes, not_negative(rule), a_size, parse, format_bytes);
}

double Value::rate_per_s(const Rule<double>& rule) const
{
  const auto parse = [&](std::string_view text) { return parse_rate(text, rule.default_unit); };
  const auto show = +[](double rate) { return fmt::format("{}/s", rate); };
  return quantity<double>(*this, Question::Kind::rate, not_negative(rule), a_rate, parse, show);
}

bool Value::boolean(const BooleanRule& rule) const
{
  return quantity<bool>(
      *this, Question::Kind::boolean, {.default_value = rule.default_value}, a_boolean, parse_boolean,
      +[](bool flag) { return std::string(flag ? "true" : "false"); });
}

std::string Value::text(const TextRule& rule) const
{
  note(rule.choices.empty() ? Question::Kind::text : Question::Kind::choice, rule.choices,
       {.default_value = rule.default_value.value_or("")});
  if (is_scalar() and (rule.may_be_empty or not node_->text.empty()))
    return node_->text;
  fault(fmt::format("expected a text, found {}", described(*node_)));
  return rule.default_value.value_or("");
}

std::optional<std::size_t> Value::index_of(const std::vector<std::string>& names) const
{
  if (is_scalar())
    for (std::size_t i = 0; i < names.size(); ++i)
      if (names[i].size() == node_->text.size() and edit_distance(names[i], node_->text) == 0)
        return i;
  const auto near = is_scalar() ? nearest(node_->text, names) : std::nullopt;
  fault(fmt::format("expected {}{}, found {}{}", names.size() > 1 ? "one of " : "", listed(names), described(*node_),
                    near ? fmt::format(", did you mean {}?", in_quotes(*near)) : ""));
  return std::nullopt;
}

std::vector<Value> Value::list(const ListRule& rule) const
{
  note(Question::Kind::list, {}, {.minimum = fmt::format("{}", rule.minimum_size)});
  if (not is_list() and node_->kind != Node::Kind::null) {
    fault(fmt::format("expected a list, found {}", described(*node_)));
    return {};
  }
  if (node_->items.size() < rule.minimum_size)
    fault(fmt::format("expected a list of at least {}, found {}", rule.minimum_size, node_->items.size()));
  std::vector<Value> values;
  for (std::size_t i = 0; i < node_->items.size(); ++i)
    values.emplace_back(node_->items[i], fmt::format("{}[{}]", path_, i), *faults_);
  return values;
}

Object Value::object() const
{
  return Object(*node_, path_, *faults_);
}

void Value::is_a(std::string_view shape, std::string_view says) const
{
  note(Question::Kind::shape, {std::string(shape)}, {}, says);
}

void Value::note(Question::Kind kind, std::vector<std::string> words, Question::Limits limits,
                 std::string_view says) const
{
  if (auto* const questions = faults_->questions())
    questions->push_back({kind, path_, std::move(words), std::move(limits), std::string(says)});
}

void Value::fault(std::string_view message) const
{
  faults_->add(place(), path_.empty() ? std::string(message) : fmt::format("{}: {}", path_, message));
}

} // namespace onsale::config
