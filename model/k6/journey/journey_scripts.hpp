/// The journeys of a scenario as what virtual users run.
#pragma once

#include "model/k6/journey/journey.hpp"
#include "model/k6/journey/journey_runner.hpp"
#include "model/k6/script/scripts.hpp"

#include <deque>
#include <string>
#include <vector>

namespace onsale::k6 {

class JourneyScripts final : public Scripts {
public:
  /// @param journeys  must outlive the scripts
  /// @param methods   [JourneyNames::endpoints] HTTP methods, for the tag `method`; GET where it is shorter
  explicit JourneyScripts(const Journeys& journeys, const std::vector<std::string>& methods = {});

  std::unique_ptr<Script> make(std::string_view exec, std::uint32_t user) override;
  bool has(std::string_view exec) const override { return journeys_.find(exec) != nullptr; }
  std::vector<TestPart> setup() const override;
  std::unique_ptr<Script> make_setup(std::size_t part, std::uint32_t user) override;
  bool uses_batches() const override;
  const ScriptTables& tables() const override { return tables_; }

  /// What setup left to the virtual users: [JourneyNames::lists].
  SharedLists& lists() { return lists_; }

private:
  JourneyPart part_of(const Program& program, const std::vector<std::string>& methods);

  const Journeys& journeys_;
  ScriptTables tables_;
  SharedLists lists_;
  std::deque<JourneyPart> iterations_; // [journey]
  std::deque<JourneyPart> setups_;     // of the journeys that have one
};

} // namespace onsale::k6
