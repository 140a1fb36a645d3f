#include "model/config/settings_registry.hpp"

#include "model/config/nearest.hpp"
#include "model/config/relaxed_name.hpp"
#include "model/config/wording.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace onsale::config {

namespace {

std::string without_dots(std::string name)
{
  std::erase(name, '.');
  return name;
}

} // namespace

SettingsRegistry::SettingsRegistry(std::vector<SettingSpec> specs) : specs_(std::move(specs))
{
  for (std::size_t i = 0; i < specs_.size(); ++i) {
    check(specs_[i]);
    const auto relaxed = relaxed_name(specs_[i].name);
    const bool is_new = by_relaxed_name_.emplace(relaxed, i).second;
    if (not is_new or not by_environment_name_.emplace(without_dots(relaxed), i).second)
      throw std::logic_error(fmt::format("setting {} is specified twice", specs_[i].name));
  }
}

const SettingSpec* SettingsRegistry::find(std::string_view name) const
{
  const bool environment = is_environment_form(name);
  const auto& names = environment ? by_environment_name_ : by_relaxed_name_;
  const auto found = names.find(environment ? without_dots(relaxed_name(name)) : relaxed_name(name));
  return found == names.end() ? nullptr : &specs_[found->second];
}

bool SettingsRegistry::claims(std::string_view name) const
{
  const auto first_word = [](std::string_view dotted) { return relaxed_name(dotted.substr(0, dotted.find('.'))); };
  return find(name) != nullptr or std::ranges::any_of(specs_, [&](const SettingSpec& spec) {
           return first_word(spec.name) == first_word(name);
         });
}

std::size_t SettingsRegistry::index_of(const SettingSpec& spec) const
{
  return static_cast<std::size_t>(&spec - specs_.data());
}

std::string SettingsRegistry::unknown_setting(std::string_view name) const
{
  std::vector<std::string> names;
  for (const auto& spec : specs_)
    names.push_back(spec.name);
  const auto near = nearest(name, names); // all names would be too long a list
  return fmt::format("unknown setting {}{}", in_quotes(name),
                     near ? fmt::format(", did you mean {}?", in_quotes(*near)) : "");
}

void SettingsRegistry::check(const SettingSpec& spec) const
{
  const std::pair<std::string_view, std::string> texts[] = {
      {"minimum", spec.minimum}, {"maximum", spec.maximum}, {"default", spec.default_value}};
  for (const auto& [what, text] : texts) {
    const auto parsed = text.empty() ? Parsed<SettingValue>{} : parse_setting(spec, text);
    if (not parsed.problem.empty())
      throw std::logic_error(fmt::format("setting {}: {}: {}", spec.name, what, parsed.problem));
  }
}

} // namespace onsale::config
