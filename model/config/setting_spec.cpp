#include "model/config/setting_spec.hpp"

#include "model/config/nearest.hpp"
#include "model/config/wording.hpp"

#include <fmt/format.h>

#include <optional>

namespace onsale::config {

namespace {

Parsed<SettingValue> parse_choice(const SettingSpec& spec, std::string_view text)
{
  if (spec.choices.empty())
    return {SettingValue(std::string(text)), {}};
  for (const auto& choice : spec.choices)
    if (choice.size() == text.size() and edit_distance(choice, text) == 0)
      return {SettingValue(choice), {}};
  const auto near = nearest(text, spec.choices);
  return {std::nullopt, fmt::format("expected {}, found {}{}", expectation(spec), in_quotes(text),
                                    near ? fmt::format(", did you mean {}?", in_quotes(*near)) : "")};
}

template <class T> Parsed<SettingValue> widened(const Parsed<T>& parsed)
{
  return {parsed.value ? std::optional<SettingValue>(*parsed.value) : std::nullopt, parsed.problem};
}

Parsed<SettingValue> parse_kind(const SettingSpec& spec, std::string_view text)
{
  switch (spec.kind) {
  case SettingKind::count:
    return widened(parse_integer(text));
  case SettingKind::duration:
    return widened(parse_duration(text, spec.default_unit));
  case SettingKind::bytes:
    return widened(parse_bytes(text, spec.default_unit));
  case SettingKind::ratio:
    return widened(parse_ratio(text));
  case SettingKind::boolean:
    return widened(parse_boolean(text));
  case SettingKind::text:
    break;
  }
  return parse_choice(spec, text);
}

bool has_limits(SettingKind kind)
{
  return kind != SettingKind::boolean and kind != SettingKind::text;
}

std::string minimum_of(const SettingSpec& spec)
{
  const bool may_be_negative = spec.kind == SettingKind::count;
  return spec.minimum.empty() and not may_be_negative ? "0" : spec.minimum;
}

std::string maximum_of(const SettingSpec& spec)
{
  return spec.maximum.empty() and spec.kind == SettingKind::ratio ? "1" : spec.maximum;
}

} // namespace

Parsed<SettingValue> parse_setting(const SettingSpec& spec, std::string_view text)
{
  auto parsed = parse_kind(spec, text);
  if (parsed.value and has_limits(spec.kind)) {
    const auto minimum = minimum_of(spec);
    const auto maximum = maximum_of(spec);
    // A variant of one kind compares by value; a limit that is not set parses as nothing.
    const auto lowest = minimum.empty() ? std::nullopt : parse_kind(spec, minimum).value;
    const auto highest = maximum.empty() ? std::nullopt : parse_kind(spec, maximum).value;
    if (lowest and *parsed.value < *lowest)
      parsed = {std::nullopt, fmt::format("{} is below {}", text, minimum)};
    else if (highest and *parsed.value > *highest)
      parsed = {std::nullopt, fmt::format("{} is above {}", text, maximum)};
  }
  if (not parsed.value)
    parsed.problem += default_note(spec);
  return parsed;
}

std::string expectation(const SettingSpec& spec)
{
  switch (spec.kind) {
  case SettingKind::count:
    return std::string(an_integer);
  case SettingKind::duration:
    return std::string(a_duration);
  case SettingKind::bytes:
    return std::string(a_size);
  case SettingKind::ratio:
    return std::string(a_ratio);
  case SettingKind::boolean:
    return std::string(a_boolean);
  case SettingKind::text:
    break;
  }
  return spec.choices.empty() ? "a text" : fmt::format("one of {}", listed(spec.choices));
}

std::string default_note(const SettingSpec& spec)
{
  if (spec.default_value.empty())
    return "";
  return fmt::format(" ({} {})", spec.source.empty() ? "default" : spec.source, spec.default_value);
}

} // namespace onsale::config
