#pragma once

#include "model/config/application_file.hpp"
#include "model/config/faults.hpp"
#include "model/config/overrides.hpp"
#include "model/config/settings_registry.hpp"
#include "model/config/value.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::config {

/// Where settings come from; each source overrides those above it, and all of them the defaults.
struct SettingsSources {
  std::optional<Value> scenario = {};                        ///< its `settings:`, flat dotted names or nested maps
  std::vector<std::filesystem::path> application_files = {}; ///< application.properties or .yml; a later file wins
  std::vector<std::string> profiles = {};                    ///< of Spring that are active; none: as the files say
  std::vector<Override> overrides = {};                      ///< `--set name=value`; a later one wins
};

/// The application's settings, each with a checked value and the place it came from.
class Settings {
public:
  /// Reads all sources. Faults: unknown names in the scenario or in overrides (with the nearest), bad values. Names in
  /// application files that are not modelled are no faults, see ignored(). The registry must outlive the settings.
  Settings(const SettingsRegistry& registry, const SettingsSources& sources, Faults& faults);

  /// The value of a setting. @throws std::logic_error if there is no such setting, it has another kind, or is not set
  std::int64_t count(std::string_view name) const;
  Duration duration(std::string_view name) const;
  std::int64_t bytes(std::string_view name) const;
  double ratio(std::string_view name) const;
  bool boolean(std::string_view name) const;
  const std::string& text(std::string_view name) const;

  /// Whether there is a value: false only for a setting without default that nobody gave.
  bool is_set(std::string_view name) const;
  /// Whether the value is the default because nobody gave another.
  bool is_default(std::string_view name) const;

  /// One setting as a run prints it.
  struct Line {
    std::string name;
    std::string value;  ///< as it was written; empty: not set
    std::string origin; ///< `HikariCP default`, `on-sale.yaml:14:5`, `--set`
  };
  /// All settings in the registry's order.
  std::vector<Line> lines() const;

  /// A property of an application file that is not modelled. Its value is not kept: it may be a secret.
  struct Ignored {
    std::string name;
    Place place;
  };
  const std::vector<Ignored>& ignored() const { return ignored_; }
  /// Parts of application files that are for other profiles: `application.yml:9:1: for profile prod`.
  const std::vector<std::string>& left_out() const { return left_out_; }

private:
  struct Current {
    std::optional<SettingValue> value;
    std::string text;
    std::optional<Place> place; // none: the default
  };

  void read_scenario(const Value& scenario, Faults& faults);
  void read_application(const std::filesystem::path& path, const std::vector<std::string>& profiles, Faults& faults);
  void read_override(const Override& override, Faults& faults);
  void assign(const SettingSpec& spec, const Node& value, const Place& place, Faults& faults);

  const Current& current(std::string_view name) const;
  template <class T> const T& get(std::string_view name, SettingKind kind) const;

  const SettingsRegistry& registry_;
  std::vector<Current> values_; // in the registry's order
  std::vector<Ignored> ignored_;
  std::vector<std::string> left_out_;
};

} // namespace onsale::config
