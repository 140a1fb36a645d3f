/// A k6 script as the workload of a scenario: `script: sale.js` in place of `journeys` and `options`.
#pragma once

#include "model/config/document.hpp"
#include "model/config/object.hpp"
#include "model/javascript/k6_scripts.hpp"
#include "model/k6/options/options.hpp"
#include "model/k6/script/scripts.hpp"
#include "model/system/system_options.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/run/load_flags.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace onsale::run {

class ScriptWorkload {
public:
  using Console = std::function<void(const javascript::LogLine&)>;

  /// Runs the script's init code. @throws config::InvalidInput, javascript::ScriptError
  ScriptWorkload(const std::filesystem::path& file, javascript::Sources::Options options);

  const javascript::Declaration& declaration() const { return declaration_; }
  /// Names that a scenario's `exec` may say.
  const std::vector<std::string>& functions() const { return declaration_.exports; }
  /// Of the script, what it imports and what it has opened, in order of name; and what it reads of its environment.
  std::vector<std::string> texts();
  /// Gives the endpoints their numbers, as journeys do.
  void intern(const std::vector<std::string>& endpoints, http::Names& names) const;
  /// What the script exports as `options`.
  /// @param over  the scenario's, laid over them: load there replaces the script's load. Flags stand above both
  k6::Options read_options(const config::Node& over, const LoadFlags& flags, config::Faults& faults) const;

  /// Their virtual users see the simulated clock, which begins on 1 January 2025 in UTC.
  std::unique_ptr<k6::Scripts> make_scripts(const system::SystemOptions& system, const http::Names& names,
                                            const engine::Simulation& simulation, Console console);

private:
  javascript::Sources sources_;
  javascript::Declaration declaration_;
};

/// Reads `script`, if the scenario has one.
std::shared_ptr<ScriptWorkload> read_script(config::Object& scenario, const javascript::Sources::Options& options,
                                            config::Faults& faults);

/// Puts a script in place of all that a document says of load: options, journeys, metrics, what was published of it.
void replace_workload(config::Document& document, const std::filesystem::path& script);

} // namespace onsale::run
