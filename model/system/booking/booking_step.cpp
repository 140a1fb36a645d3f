// All that is known of `booking`.
#include "model/system/booking/booking_step.hpp"

#include "model/config/enum_names.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

namespace onsale::system {
namespace {

constexpr std::array<std::string_view, 13> call_names = {
    "issue_token",     "queue_status", "require_active", "release_token", "activate_token",
    "available_seats", "hold_seat",    "read_seat",      "reserve",       "pay",
    "read_account",    "charge",       "cancel"};

BookingCall call_named(const config::Value& value)
{
  const std::string name = value.text({.choices = {call_names.begin(), call_names.end()}});
  if (const auto call = booking_call_from_name(name))
    return *call;
  std::string known;
  for (const auto each : call_names)
    known += (known.empty() ? "" : ", ") + std::string(each);
  value.fault("the booking core has no call " + name + ": " + known);
  return BookingCall::queue_status;
}

/// `reserve`, or `{call: reserve, on: {hold_expired: [{respond: {status: 410}}]}}`
void read_booking_call(FlowReader& reader, const config::Value& content)
{
  BookingStep& step = reader.emit<BookingStep>();
  if (not content.is_map()) {
    step.call = call_named(content);
    return;
  }
  config::Object object = content.object();
  if (const auto name = object.value("call", "name of the call"))
    step.call = call_named(*name);
  else
    object.fault("call", "a booking step needs the call");
  config::Object outcomes = object.object("on", "steps for outcomes that do not end the request");
  std::vector<JumpStep*> jumps = {&reader.emit<JumpStep>()};
  for (const auto& entry :
       outcomes.entries("steps for this outcome", config::enum_names(booking::Outcome::version_conflict))) {
    const auto outcome = booking::outcome_from_name(entry.key);
    if (not outcome) {
      entry.value.fault("no outcome of the booking core is called " + entry.key);
      continue;
    }
    step.branch(*outcome) = reader.here();
    reader.steps(entry.value.list());
    jumps.push_back(&reader.emit<JumpStep>());
  }
  for (JumpStep* jump : jumps)
    jump->target = reader.here();
  object.finish();
}

} // namespace

const StepKind booking_step{.name = "booking",
                            .says = "a call of the booking core; what it refuses ends the request",
                            .read = read_booking_call};

std::optional<BookingCall> booking_call_from_name(std::string_view name)
{
  for (std::size_t i = 0; i < call_names.size(); ++i)
    if (call_names[i] == name)
      return static_cast<BookingCall>(i);
  return std::nullopt;
}

std::vector<std::string_view> booking_call_names()
{
  return {call_names.begin(), call_names.end()};
}

Progress BookingStep::run(Work& work) const
{
  const booking::Outcome outcome = work.system.desk.call(work, call);
  if (const std::size_t target = branch(outcome); target != no_branch)
    work.at = target;
  else if (outcome != booking::Outcome::ok)
    work.system.failures.refuse(work, Cause::refused, outcome);
  return Progress::done();
}

void BookingStep::demand(DemandWalk& walk) const
{
  if (const std::size_t target = branch(booking::Outcome::ok); target != no_branch)
    walk.go_on_at(target);
}

StepPicture BookingStep::picture() const
{
  StepPicture picture{.label = "booking", .decides = true};
  for (std::size_t outcome = 0; outcome < outcome_count; ++outcome)
    if (branches[outcome] != no_branch)
      picture.edges.push_back(
          {branches[outcome], std::string(booking::to_string(static_cast<booking::Outcome>(outcome)))});
  return picture;
}

} // namespace onsale::system
