/// All that the virtual users of one test run: the journeys of a scenario file, or one JavaScript file.
#pragma once

#include "model/k6/script/script.hpp"
#include "model/k6/script/script_tables.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onsale::k6 {

/// Something that a user of its own does before or after the load, one repetition after the other.
struct TestPart {
  std::string name; ///< of its stream of random numbers
  std::uint64_t repeat = 1;
};

class Scripts {
public:
  virtual ~Scripts() = default;

  /// What one user runs for the function `exec` from now on. Called when a user begins to work for a scenario; the
  /// script it had before is gone by then.
  /// @param user  number of the virtual user in the test, dense from 0
  virtual std::unique_ptr<Script> make(std::string_view exec, std::uint32_t user) = 0;
  /// The same for a scenario by its name.
  virtual std::unique_ptr<Script> make_for(std::string_view /*scenario*/, std::string_view exec, std::uint32_t user)
  {
    return make(exec, user);
  }
  virtual bool has(std::string_view exec) const = 0;

  /// In the order in which they are done, each by the same user.
  virtual std::vector<TestPart> setup() const = 0;
  virtual std::unique_ptr<Script> make_setup(std::size_t part, std::uint32_t user) = 0;

  /// After the last scenario, also of a test that was aborted.
  virtual std::vector<TestPart> teardown() const { return {}; }
  virtual std::unique_ptr<Script> make_teardown(std::size_t /*part*/, std::uint32_t /*user*/) { return nullptr; }

  /// Whether any of them sends batches: then users may have several connections.
  virtual bool uses_batches() const = 0;

  virtual const ScriptTables& tables() const = 0;

  /// What the script makes of the summary: where it goes (`stdout`, `stderr`, a file) and what is written there.
  /// @param data  as JSON
  /// @return nothing: it has no handleSummary()
  using SummaryOutputs = std::vector<std::pair<std::string, std::string>>;
  virtual std::optional<SummaryOutputs> handle_summary(const std::string& /*data*/) { return std::nullopt; }

  /// Requests that no endpoint of the system took and that got its answer for such: `GET /favicon.ico`, how many.
  virtual std::vector<std::pair<std::string, std::uint64_t>> unmatched() const { return {}; }
};

} // namespace onsale::k6
