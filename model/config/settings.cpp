#include "model/config/settings.hpp"

#include "model/config/placeholders.hpp"
#include "model/config/relaxed_name.hpp"

#include <fmt/core.h>

#include <cstddef>
#include <map>
#include <stdexcept>
#include <variant>

namespace onsale::config {

namespace {

Question::Kind question_kind(const SettingSpec& spec)
{
  using Kind = Question::Kind;
  switch (spec.kind) {
  case SettingKind::count:
    return Kind::integer;
  case SettingKind::duration:
    return Kind::duration;
  case SettingKind::bytes:
    return Kind::bytes;
  case SettingKind::ratio:
    return Kind::ratio;
  case SettingKind::boolean:
    return Kind::boolean;
  case SettingKind::text:
    break;
  }
  return spec.choices.empty() ? Kind::text : Kind::choice;
}

/// Tells who listens what settings there are, each under its full name.
void note_settings(const Value& scenario, const SettingsRegistry& registry, const Faults& faults)
{
  scenario.note(Question::Kind::map);
  for (const auto& spec : registry.specs()) {
    scenario.note(Question::Kind::key, {spec.name}, {}, fmt::format("{} ({})", spec.doc, spec.source));
    faults.questions()->push_back({question_kind(spec),
                                   scenario.path() + "." + spec.name,
                                   spec.choices,
                                   {.minimum = spec.minimum,
                                    .maximum = spec.maximum,
                                    .default_value = spec.default_value,
                                    .default_unit = spec.default_unit},
                                   {}});
  }
}

} // namespace

Settings::Settings(const SettingsRegistry& registry, const SettingsSources& sources, Faults& faults)
    : registry_(registry)
{
  for (const auto& spec : registry.specs())
    values_.push_back({spec.default_value.empty() ? std::nullopt : parse_setting(spec, spec.default_value).value,
                       spec.default_value,
                       {}});
  if (sources.scenario)
    read_scenario(*sources.scenario, faults);
  for (const auto& path : sources.application_files)
    read_application(path, sources.profiles, faults);
  for (const auto& override : sources.overrides)
    read_override(override, faults);
}

void Settings::read_scenario(const Value& scenario, Faults& faults)
{
  if (faults.questions() != nullptr)
    note_settings(scenario, registry_, faults);
  if (not scenario.is_map() and scenario.node().kind != Node::Kind::null)
    scenario.fault(fmt::format("expected a map of settings, found {}", described(scenario.node())));
  std::map<const SettingSpec*, Place> given; // one setting may hide under two spellings
  for (const auto& [name, place, value] : flattened(scenario.node())) {
    const auto* spec = registry_.find(name);
    if (spec == nullptr) {
      faults.add(place, registry_.unknown_setting(name));
      continue;
    }
    const auto [first, is_new] = given.emplace(spec, place);
    if (not is_new)
      faults.add(place, fmt::format("{} is given twice, first at {}", spec->name, to_string(first->second)));
    assign(*spec, value, place, faults);
  }
}

void Settings::read_application(const std::filesystem::path& path, const std::vector<std::string>& profiles,
                                Faults& faults)
{
  const auto file = read_application_file(path, profiles, faults);
  const auto& values = file.values;
  left_out_.insert(left_out_.end(), file.left_out.begin(), file.left_out.end());
  const PropertyLookup lookup = [&](std::string_view name) -> std::optional<std::string> {
    for (auto value = values.rbegin(); value != values.rend(); ++value)
      if (value->value.kind == Node::Kind::scalar and relaxed_name(value->name) == relaxed_name(name))
        return value->value.text;
    return std::nullopt;
  };
  for (const auto& [name, place, value] : values) {
    const auto* spec = registry_.find(name);
    if (spec == nullptr) {
      ignored_.push_back({name, place});
      continue;
    }
    const auto resolved = resolve_placeholders(value.text, lookup);
    if (resolved.value and value.kind == Node::Kind::scalar)
      assign(*spec, Node::scalar(value.place, *resolved.value), place, faults);
    else if (resolved.value)
      assign(*spec, value, place, faults);
    else
      faults.add(place, fmt::format("{}: {}", spec->name, resolved.problem));
  }
}

void Settings::read_override(const Override& override, Faults& faults)
{
  const Place place{std::string(set_option)};
  if (const auto* spec = registry_.find(override.path))
    assign(*spec, Node::scalar(place, override.value), place, faults);
  else
    faults.add(place, registry_.unknown_setting(override.path));
}

void Settings::assign(const SettingSpec& spec, const Node& value, const Place& place, Faults& faults)
{
  const bool is_scalar = value.kind == Node::Kind::scalar;
  const bool is_empty =
      is_scalar and value.text.empty() and (spec.kind != SettingKind::text or not spec.choices.empty());
  const auto parsed = is_scalar and not is_empty
                          ? parse_setting(spec, value.text)
                          : Parsed<SettingValue>{std::nullopt, fmt::format("expected {}, found {}{}", expectation(spec),
                                                                           is_empty ? "nothing" : described(value),
                                                                           default_note(spec))};
  if (parsed.value)
    values_[registry_.index_of(spec)] = {parsed.value, value.text, place};
  else
    faults.add(place, fmt::format("{}: {}", spec.name, parsed.problem));
}

std::int64_t Settings::count(std::string_view name) const
{
  return get<std::int64_t>(name, SettingKind::count);
}
Duration Settings::duration(std::string_view name) const
{
  return get<Duration>(name, SettingKind::duration);
}
std::int64_t Settings::bytes(std::string_view name) const
{
  return get<std::int64_t>(name, SettingKind::bytes);
}
double Settings::ratio(std::string_view name) const
{
  return get<double>(name, SettingKind::ratio);
}
bool Settings::boolean(std::string_view name) const
{
  return get<bool>(name, SettingKind::boolean);
}
const std::string& Settings::text(std::string_view name) const
{
  return get<std::string>(name, SettingKind::text);
}

bool Settings::is_set(std::string_view name) const
{
  return current(name).value.has_value();
}
bool Settings::is_default(std::string_view name) const
{
  return not current(name).place.has_value();
}

std::vector<Settings::Line> Settings::lines() const
{
  std::vector<Line> result;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const auto& spec = registry_.specs()[i];
    const auto& value = values_[i];
    const auto origin = value.place ? to_string(*value.place) : spec.source.empty() ? "default" : spec.source;
    result.push_back({spec.name, value.text, origin});
  }
  return result;
}

const Settings::Current& Settings::current(std::string_view name) const
{
  const auto* spec = registry_.find(name);
  if (spec == nullptr)
    throw std::logic_error(registry_.unknown_setting(name));
  return values_[registry_.index_of(*spec)];
}

template <class T> const T& Settings::get(std::string_view name, SettingKind kind) const
{
  const auto& found = current(name);
  if (registry_.find(name)->kind != kind)
    throw std::logic_error(fmt::format("setting {} is read as another kind than it has", name));
  if (not found.value)
    throw std::logic_error(fmt::format("setting {} is not set and has no default", name));
  return std::get<T>(*found.value);
}

} // namespace onsale::config
