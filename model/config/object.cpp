#include "model/config/object.hpp"

#include "model/config/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace onsale::config {

Object::Object(const Node& node, std::string path, Faults& faults)
    : node_(&node), path_(std::move(path)), place_(node.place), faults_(&faults)
{
  note(Question::Kind::map, {});
  if (node.kind == Node::Kind::map or node.kind == Node::Kind::null)
    return;
  fault(fmt::format("expected a map, found {}", described(node)));
  knows_all_ = false;
}

Object::Object(const Document& document, Faults& faults) : Object(document.root, "", faults)
{
  knows_all_ = knows_all_ and document.complete;
}

template <class T, class R>
T Object::read(std::string_view key, const R& rule, T (Value::*get)(const R&) const, std::string_view what)
{
  if (const auto found = value(key, rule.says))
    return ((*found).*get)(rule);
  note_absent(key, not rule.default_value, [&](const Value& value) { (value.*get)(rule); });
  if (not rule.default_value)
    missing(key, what);
  return rule.default_value.value_or(T{});
}

double Object::number(std::string_view key, const Rule<double>& rule)
{
  return read(key, rule, &Value::number, a_number);
}

std::int64_t Object::integer(std::string_view key, const Rule<std::int64_t>& rule)
{
  return read(key, rule, &Value::integer, an_integer);
}

double Object::ratio(std::string_view key, const Rule<double>& rule)
{
  return read(key, rule, &Value::ratio, a_ratio);
}

Duration Object::duration(std::string_view key, const Rule<Duration>& rule)
{
  return read(key, rule, &Value::duration, a_duration);
}

std::int64_t Object::bytes(std::string_view key, const Rule<std::int64_t>& rule)
{
  return read(key, rule, &Value::bytes, a_size);
}

double Object::rate_per_s(std::string_view key, const Rule<double>& rule)
{
  return read(key, rule, &Value::rate_per_s, a_rate);
}

bool Object::boolean(std::string_view key, const BooleanRule& rule)
{
  return read(key, rule, &Value::boolean, a_boolean);
}

std::string Object::text(std::string_view key, const TextRule& rule)
{
  return read(key, rule, &Value::text, "a text");
}

std::vector<Value> Object::list(std::string_view key, const ListRule& rule)
{
  if (const auto found = value(key, rule.says))
    return found->list(rule);
  note_absent(key, rule.minimum_size > 0, [&](const Value& value) { (void)value.list(rule); });
  if (rule.minimum_size > 0)
    missing(key, fmt::format("a list of at least {}", rule.minimum_size));
  return {};
}

Object Object::object(std::string_view key, std::string_view says)
{
  if (const auto found = value(key, says))
    return found->object();
  Object absent(nothing(), path_of(key), *faults_);
  absent.knows_all_ = knows_all_;
  absent.place_ = place_;
  return absent;
}

std::optional<Value> Object::value(std::string_view key, std::string_view says)
{
  if (faults_->questions() != nullptr)
    note(Question::Kind::key, {std::string(key)}, says);
  if (std::ranges::find(asked_, key) == asked_.end())
    asked_.emplace_back(key);
  const auto* found = node_->find(key);
  return found == nullptr ? std::nullopt : std::optional(Value(*found, path_of(key), *faults_));
}

std::vector<ObjectEntry> Object::entries(std::string_view says, const std::vector<std::string>& names)
{
  note(Question::Kind::own_keys, names, says);
  std::vector<ObjectEntry> result;
  for (const auto& entry : node_->entries) {
    asked_.push_back(entry.key);
    result.push_back({entry.key, entry.place, Value(entry.value, path_of(entry.key), *faults_)});
  }
  return result;
}

std::string Object::exactly_one_of(std::span<const Choice<std::string_view>> keys)
{
  std::vector<std::string> present;
  std::vector<std::string> possible;
  for (const auto& [key, says] : keys) {
    possible.emplace_back(key);
    if (has(key, says))
      present.emplace_back(key);
  }
  note(Question::Kind::one_key, possible);
  if (present.size() > 1)
    fault(fmt::format("expected only one of {}", listed(present)));
  if (not present.empty())
    return present.front();
  if (knows_all_)
    fault(fmt::format("expected one of {}", listed(possible)));
  return "";
}

std::vector<std::string> Object::unknown_keys() const
{
  std::vector<std::string> texts;
  for (const auto& entry : node_->entries)
    if (std::ranges::find(asked_, entry.key) == asked_.end())
      texts.push_back(fmt::format("unknown key {}{}", in_quotes(entry.key), suggestion(entry.key, asked_)));
  return texts;
}

void Object::finish()
{
  for (const auto& entry : node_->entries)
    if (std::ranges::find(asked_, entry.key) == asked_.end())
      faults_->add(entry.place, fmt::format("{}unknown key {}{}", path_.empty() ? "" : path_ + ": ",
                                            in_quotes(entry.key), suggestion(entry.key, asked_)));
}

void Object::fault(std::string_view message) const
{
  faults_->add(place(), path_.empty() ? std::string(message) : fmt::format("{}: {}", path_, message));
}

void Object::fault(std::string_view key, std::string_view message) const
{
  const auto* found = node_->find(key);
  faults_->add(found == nullptr ? place() : found->place, fmt::format("{}: {}", path_of(key), message));
}

void Object::missing(std::string_view key, std::string_view what)
{
  if (knows_all_)
    faults_->add(place(), fmt::format("{} is missing, expected {}", path_of(key), what));
}

void Object::note(Question::Kind kind, std::vector<std::string> words, std::string_view says) const
{
  if (auto* const questions = faults_->questions())
    questions->push_back({kind, path_, std::move(words), {}, std::string(says)});
}

const Node& Object::nothing()
{
  static const Node node;
  return node;
}

std::string Object::path_of(std::string_view key) const
{
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

} // namespace onsale::config
