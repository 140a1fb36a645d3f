/// What the virtual users of one script share: engine, tables of what they name, setup's data, and where the system
/// under test is.
#pragma once

#include "model/javascript/engine/engine.hpp"
#include "model/javascript/log_line.hpp"
#include "model/javascript/port.hpp"
#include "model/javascript/vu.hpp"
#include "model/k6/script/script_tables.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace onsale::javascript {

class Host : public Natives {
public:
  struct Options {
    Engine::Options engine;
    std::function<void(const LogLine&)> log = {}; ///< nobody listens without it
    /// Tag requests with the URL they went to and not with its template: one time series for each URL.
    bool exact_urls = false;
    std::string script_options = "{}"; ///< exec.test.options, as JSON
    /// k6's summary of what handleSummary was given: (JSON, indent, colours).
    std::function<std::string(const std::string&, const std::string&, bool)> summary_text = {};
  };

  /// @param port  none: the script may make no requests
  Host(Sources& sources, Port* port, Options options);
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  ~Host() override;

  JSModuleDef* load(JSContext* context) override;
  void add_globals(JSContext* context) override;

  Engine& engine() { return engine_; }
  Port* port() const { return port_; }
  const Options& options() const { return options_; }
  k6::ScriptTables& tables() { return tables_; }
  const k6::ScriptTables& tables_of_test() const { return tables_; }
  double now_s() const;

  /// Whose code runs; nullptr: init code.
  Vu* current() const { return current_; }
  /// While code runs for a user. @return who was it before
  Vu* enter(Vu* vu);
  void log(std::string level, std::string text) const;

  /// The number of a group inside another one; 0 is the root.
  std::uint32_t group(std::uint32_t parent, std::string_view name);
  const std::string& group_path(std::uint32_t group) const { return groups_[group]; }
  std::uint32_t parent_of(std::uint32_t group) const { return parents_[group]; }
  /// Checks without tags of their own, by group and the atom of the name.
  std::unordered_map<std::uint64_t, std::uint32_t> known_checks;
  /// Samples without tags of their own, by group.
  std::unordered_map<std::uint32_t, std::uint32_t> known_samples;
  /// Requests without tags of their own, by what makes them differ.
  std::unordered_map<std::string, std::uint32_t> known_requests;
  std::uint32_t sample_tags(Vu& vu, k6::TagSet tags);

  /// The number of a metric that a script makes; the same name again is the same metric.
  /// @throws std::invalid_argument in k6's words
  std::uint32_t metric(std::string_view name, k6::MetricKind kind, bool is_time, bool in_init_code);

  /// exec.instance
  struct Counts {
    double test_began_s = 0;
    double load_began_s = 0;
    std::uint64_t completed = 0;
    std::uint64_t interrupted = 0;
    std::uint64_t active = 0;
    std::uint64_t initialized = 0;
  };
  Counts counts;

  /// In a recording: the value, which tells what is read of it. Takes it.
  JSValue watched(JSContext* context, JSValue value) const;

  /// What setup() returned, as JSON; empty: nothing.
  std::string setup_data;
  /// What a user gets of it: small data anew for each, else the same frozen object for all.
  JSValue setup_data_for(JSContext* context);

  std::map<std::string, Value, std::less<>> shared_arrays; ///< in a realm per user: as JSON
  std::string test_aborted;
  JSClassID response_class = 0;
  bool has_setup_run = false;

private:
  Options options_;
  Engine engine_;
  Port* port_;
  k6::ScriptTables tables_;
  Vu* current_ = nullptr;
  Account init_account_;
  std::vector<std::string> groups_{""};
  std::vector<std::uint32_t> parents_{0};
  std::map<std::pair<std::uint32_t, std::string>, std::uint32_t, std::less<>> group_ids_;
  Value frozen_setup_data_;
};

inline Host& host_of(JSContext* context)
{
  return *static_cast<Host*>(engine_of(context).owner);
}

} // namespace onsale::javascript
