#include "model/system/flow/flow_reader.hpp"

#include <algorithm>

namespace onsale::system {
namespace {

std::vector<config::Choice<std::string_view>> names_and_words()
{
  std::vector<config::Choice<std::string_view>> words;
  for (const StepKind* kind : step_kinds())
    words.emplace_back(kind->name, kind->says);
  return words;
}

} // namespace

bool FlowReader::read(const std::vector<config::Value>& list, Flow& flow)
{
  flow_ = &flow;
  answers_ = false;
  locks = 0;
  caches = 0;
  steps(list);
  return answers_;
}

void FlowReader::steps(const std::vector<config::Value>& list)
{
  for (const config::Value& value : list)
    step(value);
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

std::optional<Register> FlowReader::register_named(const config::Value& value)
{
  const auto names = register_names();
  return register_named(value, value.text({.choices = {names.begin(), names.end()}}));
}

std::optional<Register> FlowReader::register_named(const config::Value& value, const std::string& name)
{
  const auto found = register_from_name(name);
  if (not found) {
    std::string known;
    for (const auto each : register_names())
      known += (known.empty() ? "" : ", ") + std::string(each);
    value.fault("there is no register " + name + ": " + known);
  }
  return found;
}

} // namespace onsale::system
