#include "model/system/flow/flow_reader.hpp"

#include "model/system/flow/step/steps.hpp"

#include <algorithm>
#include <charconv>

namespace onsale::system {
namespace {

std::vector<config::Choice<std::string_view>> names_and_words()
{
  std::vector<config::Choice<std::string_view>> words;
  for (const StepKind* kind : step_kinds())
    words.emplace_back(kind->name, kind->says);
  return words;
}

std::string known_registers()
{
  std::string known;
  for (const auto each : register_names())
    known += (known.empty() ? "" : ", ") + std::string(each);
  return known;
}

} // namespace

void FlowReader::begin(Flow& flow)
{
  flow_ = &flow;
  answers_ = false;
  locks = 0;
  caches = 0;
  listeners = 0;
  after_commit.clear();
  after_response.clear();
  own_.clear();
}

bool FlowReader::read(const std::vector<config::Value>& list)
{
  steps(list);
  return answers_;
}

void FlowReader::read_answer(const config::Value& response, Flow& flow)
{
  begin(flow);
  respond_step.read(*this, response);
}

void FlowReader::steps(const std::vector<config::Value>& list)
{
  for (const config::Value& value : list)
    step(value);
}

Stretch FlowReader::silent(const std::vector<config::Value>& list)
{
  ++silent_;
  const Stretch read = stretch(list);
  --silent_;
  return read;
}

Stretch FlowReader::aside(const std::vector<config::Value>& list)
{
  const std::uint32_t around = std::exchange(transactions, 0);
  const bool open_in_view = std::exchange(connections_.open_in_view, false);
  auto later = std::exchange(after_commit, {});
  const Stretch read = silent(list);
  after_commit = std::move(later);
  connections_.open_in_view = open_in_view;
  transactions = around;
  return read;
}

void FlowReader::answers(const config::Value& step)
{
  if (silent_ > 0)
    step.fault("nobody waits for an answer here");
  answers_ = true;
}

void FlowReader::step(const config::Value& value)
{
  value.is_a("flow step", "one step of an endpoint's flow; its key says what it is");
  config::Object object = value.object();
  const std::string what = object.exactly_one_of(names_and_words());
  object.finish();
  const auto content = what.empty() ? std::nullopt : object.value(what);
  if (not content)
    return;
  for (const StepKind* kind : step_kinds())
    if (kind->name == what)
      kind->read(*this, *content);
}

std::uint32_t FlowReader::lock_space(const std::string& name)
{
  const auto found = std::find(spaces_.begin(), spaces_.end(), name);
  if (found != spaces_.end())
    return static_cast<std::uint32_t>(found - spaces_.begin());
  spaces_.push_back(name);
  return static_cast<std::uint32_t>(spaces_.size() - 1);
}

std::optional<Register> FlowReader::value_named(const config::Value& value)
{
  const auto names = register_names();
  return value_named(value, value.text({.choices = {names.begin(), names.end()}}));
}

std::optional<Register> FlowReader::value_named(const config::Value& value, const std::string& name)
{
  if (const auto found = register_from_name(name))
    return found;
  std::string known = known_registers();
  for (OwnValue& each : own_) {
    if (each.name == name) {
      each.used = true;
      return own_value(static_cast<std::size_t>(&each - own_.data()));
    }
    known += ", " + each.name;
  }
  value.fault("there is no register " + name + ": " + known);
  return std::nullopt;
}

std::optional<Register> FlowReader::filled_value(const config::Value& value, const std::string& name)
{
  if (const auto found = register_from_name(name))
    return found;
  const auto known = std::find_if(own_.begin(), own_.end(), [&](const OwnValue& each) { return each.name == name; });
  if (known != own_.end())
    return own_value(static_cast<std::size_t>(known - own_.begin()));
  if (own_.size() == own_values_max) {
    value.fault("a flow has at most " + std::to_string(own_values_max) + " values of its own");
    return std::nullopt;
  }
  own_.push_back({name, value});
  return own_value(own_.size() - 1);
}

void FlowReader::end() const
{
  for (const OwnValue& each : own_)
    if (not each.used)
      each.filled.fault("there is no register " + each.name + ", and no step uses such a value: " + known_registers());
}

std::optional<Operand> FlowReader::operand(const config::Value& value, const std::string& text)
{
  if (text.size() >= 2 && text.front() == '\'' && text.back() == '\'')
    return Operand(http::Value::text(names_.texts.intern(std::string_view(text).substr(1, text.size() - 2))));
  double number = 0;
  const char* const end = text.data() + text.size();
  if (const auto read = std::from_chars(text.data(), end, number); read.ec == std::errc() && read.ptr == end)
    return Operand(http::Value(number));
  if (const auto name = value_named(value, text))
    return Operand(*name);
  return std::nullopt;
}

Key FlowReader::key(const config::Value& value)
{
  value.is_a("key", "a value of the request, a number or a 'text'; several together as a list");
  std::vector<Operand> parts;
  const auto add = [&](const config::Value& part) {
    if (auto read = operand(part, part.text()))
      parts.push_back(*read);
  };
  if (value.is_list()) {
    for (const config::Value& part : value.list({.minimum_size = 1}))
      add(part);
  } else {
    add(value);
  }
  return Key(std::move(parts));
}

} // namespace onsale::system
