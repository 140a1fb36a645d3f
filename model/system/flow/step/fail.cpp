// All that is known of `fail`, and of the failure that it is.
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <fmt/format.h>

namespace onsale::system {
namespace {

struct FailStep final : Step {
  Progress run(Work& work) const override
  {
    work.system.failures.refuse(work, Cause::thrown, booking::Outcome::ok, status);
    return Progress::done();
  }
  void demand(DemandWalk& walk) const override { walk.end(); }
  StepPicture picture() const override { return {.label = fmt::format("fail {}", status), .goes_on = false}; }

  int status = 500;
  std::string exception;
};

/// Of the step that the work has just taken.
std::string exception_of(const System&, const Work& work)
{
  const auto* step = dynamic_cast<const FailStep*>(work.flow[work.at - 1].get());
  return step != nullptr ? step->exception : "ResponseStatusException: " + std::to_string(work.status);
}

/// `503`, or `{status: 409, exception: "AlreadyReservedException: seat 12"}`
void read_fail(FlowReader& reader, const config::Value& content)
{
  FailStep& step = reader.emit<FailStep>();
  constexpr std::int64_t lowest = 400;
  constexpr std::int64_t highest = 599;
  if (content.is_map()) {
    config::Object object = content.object();
    step.status =
        static_cast<int>(object.integer("status", {.says = "HTTP status", .minimum = lowest, .maximum = highest}));
    step.exception = object.text("exception", {.says = "that the log shows", .default_value = ""});
    object.finish();
  } else {
    step.status = static_cast<int>(content.integer({.minimum = lowest, .maximum = highest}));
  }
  if (step.exception.empty())
    step.exception = fmt::format("ResponseStatusException: {}", step.status);
}

const CauseKind thrown_kind{.name = "thrown",
                            .resource = "application",
                            .says = "the application's own code said no (`fail`)",
                            .log_line = exception_of};

} // namespace

const Cause Cause::thrown(thrown_kind);

const StepKind fail_step{
    .name = "fail", .says = "the application's own code ends the request with a status", .read = read_fail};

} // namespace onsale::system
