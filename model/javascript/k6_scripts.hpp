/// The virtual users of a test whose workload is a k6 script.
#pragma once

#include "model/javascript/host.hpp"
#include "model/k6/script/scripts.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::javascript {

/// What the init code of a script says before any user is there.
struct Declaration {
  std::string options_json;         ///< of `export const options`; `{}` without
  std::vector<std::string> exports; ///< names, `default` among them
  std::vector<k6::CustomMetric> metrics;
  bool changes_shared_objects = false; ///< globals or what the language brings along: a realm for each user

  bool exports_function(std::string_view name) const;
};

/// Runs the init code once. @throws ScriptError, config::InvalidInput
Declaration declare(Sources& sources, const Host::Options& options = {});

class K6Scripts : public k6::Scripts {
public:
  /// @param sources, port  must outlive the test
  K6Scripts(Sources& sources, Port& port, const Declaration& declaration, Host::Options options);
  ~K6Scripts() override;

  std::unique_ptr<k6::Script> make(std::string_view exec, std::uint32_t user) override;
  std::unique_ptr<k6::Script> make_for(std::string_view scenario, std::string_view exec, std::uint32_t user) override;
  /// @throws ScriptError what handleSummary() throws
  std::optional<SummaryOutputs> handle_summary(const std::string& data) override;
  bool has(std::string_view exec) const override { return declaration_.exports_function(exec); }
  std::vector<k6::TestPart> setup() const override;
  std::unique_ptr<k6::Script> make_setup(std::size_t part, std::uint32_t user) override;
  std::vector<k6::TestPart> teardown() const override;
  std::unique_ptr<k6::Script> make_teardown(std::size_t part, std::uint32_t user) override;
  bool uses_batches() const override { return true; }
  const k6::ScriptTables& tables() const override { return host_.tables_of_test(); }

  Host& host() { return host_; }

private:
  Vu& vu(std::uint32_t user);

  const Declaration& declaration_;
  Host host_;
  std::vector<std::unique_ptr<Vu>> vus_; // by number of user
};

} // namespace onsale::javascript
