#pragma once

#include "model/config/setting_spec.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::config {

/// All settings that are modelled. Each room describes its own; the registry puts them together.
class SettingsRegistry {
public:
  /// @throws std::logic_error naming the setting, when two have the same name or a default or limit cannot be read
  explicit SettingsRegistry(std::vector<SettingSpec> specs);

  /// The setting of that name under relaxed binding, or of that environment variable; nullptr if there is none.
  const SettingSpec* find(std::string_view name) const;

  /// Whether an override of this name is meant for the settings and not for the scenario: it is one, or begins like one
  /// (`server.`, `spring.`), so that a misspelt setting is compared with settings.
  bool claims(std::string_view name) const;

  /// Position of a specification of this registry in specs().
  std::size_t index_of(const SettingSpec& spec) const;

  /// In the order given.
  const std::vector<SettingSpec>& specs() const { return specs_; }

  /// `unknown setting "x", did you mean "y"?`
  std::string unknown_setting(std::string_view name) const;

private:
  void check(const SettingSpec& spec) const;

  std::vector<SettingSpec> specs_;
  std::map<std::string, std::size_t> by_relaxed_name_;
  std::map<std::string, std::size_t> by_environment_name_; // relaxed, without dots
};

} // namespace onsale::config
