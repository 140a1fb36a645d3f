/// A modelled system with a plan of faults and actions, from YAML texts.
#pragma once

#include "model/operations/operations.hpp"
#include "model/operations/plan_reader.hpp"
#include "tests/unit/system/system_fixture.hpp"

#include <cmath>
#include <string>
#include <vector>

namespace onsale::operations {

inline Plan read_test_plan(const std::string& text, const system::SystemOptions& options, config::Faults& faults)
{
  const auto document = config::parse_document(text, "plan.yaml", faults);
  config::Object top(document, faults);
  const config::Settings settings(system::server_settings(), {}, faults);
  Plan plan = read_plan(top, settings, options);
  top.finish();
  return plan;
}

/// All faults of a plan's text, one a line.
inline std::string plan_faults(const std::string& text)
{
  config::Faults faults;
  read_test_plan(text, {}, faults);
  std::string result;
  for (const auto& fault : faults.list())
    result += to_string(fault) + "\n";
  return result;
}

inline Plan valid_plan(const std::string& text, const system::SystemOptions& options)
{
  config::Faults faults;
  Plan plan = read_test_plan(text, options, faults);
  for (const auto& fault : faults.list())
    ADD_FAILURE() << to_string(fault);
  return plan;
}

/// What clients see is not fed back: conditions of these tests are about the server.
struct OperationsRig : system::SystemRig {
  OperationsRig(const std::string& text, const std::string& plan_text, std::uint64_t seed = 1)
      : SystemRig(text, seed), plan(valid_plan(plan_text, options)),
        operations(simulation, *system, plan, [] { return LoadFigures{}; })
  {
    operations.start();
  }
  ~OperationsRig() { simulation.clear(); }

  /// `60 fault database down begins`
  std::vector<std::string> timeline() const
  {
    std::vector<std::string> lines;
    for (const TimelineEvent& event : operations.timeline())
      lines.push_back(std::to_string(std::lround(engine::in_seconds(event.time))) + " " +
                      std::string(to_string(event.kind)) + " " + event.text);
    return lines;
  }

  Plan plan;
  Operations operations;
};

} // namespace onsale::operations
