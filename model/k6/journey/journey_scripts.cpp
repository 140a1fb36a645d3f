#include "model/k6/journey/journey_scripts.hpp"

#include "sim/engine/check.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::k6 {
namespace {

bool has_batch(const JourneyPart& part)
{
  return std::ranges::any_of(part.program.code, [](const Instruction& at) { return at.op == Op::batch; });
}

RequestTags tags_of(const RequestSpec& request, const JourneyNames& names, const std::vector<std::string>& methods)
{
  RequestTags tags;
  if (request.endpoint < methods.size())
    tags.method = methods[request.endpoint];
  tags.url = tags.name = names.requests[request.name];
  tags.group = names.groups[request.group];
  return tags;
}

} // namespace

JourneyScripts::JourneyScripts(const Journeys& journeys, const std::vector<std::string>& methods)
    : journeys_(journeys), lists_(journeys.names.lists.size())
{
  tables_.metrics = journeys.metrics;
  for (const auto& journey : journeys.all) {
    iterations_.push_back(part_of(journey.steps, methods));
    if (journey.setup)
      setups_.push_back(part_of(journey.setup->steps, methods));
  }
}

std::unique_ptr<Script> JourneyScripts::make(std::string_view exec, std::uint32_t /*user*/)
{
  const auto* const journey = journeys_.find(exec);
  ONSALE_CHECK(journey != nullptr, fmt::format("there is no journey '{}'", exec));
  return std::make_unique<JourneyRunner>(iterations_[static_cast<std::size_t>(journey - journeys_.all.data())]);
}

std::vector<TestPart> JourneyScripts::setup() const
{
  std::vector<TestPart> parts;
  for (const auto& journey : journeys_.all)
    if (journey.setup)
      parts.push_back({journey.name, journey.setup->repeat});
  return parts;
}

std::unique_ptr<Script> JourneyScripts::make_setup(std::size_t part, std::uint32_t /*user*/)
{
  return std::make_unique<JourneyRunner>(setups_[part]);
}

bool JourneyScripts::uses_batches() const
{
  return std::ranges::any_of(iterations_, has_batch) or std::ranges::any_of(setups_, has_batch);
}

JourneyPart JourneyScripts::part_of(const Program& program, const std::vector<std::string>& methods)
{
  const auto& names = journeys_.names;
  JourneyPart part{program, lists_, {}, {}};
  for (const auto& at : program.code)
    switch (at.op) {
    case Op::request:
    case Op::gather:
      part.numbers.push_back(tables_.requests.intern(tags_of(program.requests[at.index], names, methods)));
      break;
    case Op::check:
      part.numbers.push_back(tables_.checks.intern({names.checks[at.name], names.groups[at.target], {}}));
      break;
    case Op::add_number:
    case Op::add_variable:
    case Op::add_condition:
      part.numbers.push_back(tables_.samples.intern({names.groups[at.target], {}}));
      break;
    case Op::group_start:
    case Op::group_end:
      part.numbers.push_back(tables_.samples.intern({names.groups[at.name], {}}));
      break;
    default:
      part.numbers.push_back(0);
    }
  return part;
}

} // namespace onsale::k6
