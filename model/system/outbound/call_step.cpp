// All that is known of `call`.
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/outbound/outbound.hpp"
#include "model/system/outbound/outbound_causes.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <algorithm>
#include <array>

namespace onsale::system {

using engine::Task;

namespace {

/// Of calls that fail with this share, independently: 1 + p + p^2 + .. of so many at most.
double attempts_of(double failing, std::uint32_t at_most)
{
  double sum = 0;
  double share = 1;
  for (std::uint32_t attempt = 0; attempt < at_most; ++attempt, share *= failing)
    sum += share;
  return sum;
}

constexpr auto answer_count = static_cast<std::size_t>(Service::Answer::count_of);

struct CallStep final : Step {
  Progress run(Work& work) const override { return call(*this, work); }
  /// Calls that the service fails are made again, as often as retries are left.
  void demand(DemandWalk& walk) const override
  {
    const ServiceOptions& its = services_of(walk.options()).services[service];
    const double attempts = its.guards.retry ? attempts_of(its.failing, its.guards.retry->max_attempts) : 1;
    if (its.guards.bulkhead)
      walk.take(bulkhead_resource(its, 1).id);
    walk.take(pool_resource(its, 1).id);
    walk.elsewhere(attempts * its.round_trip.mean_s());
    if (its.capacity > 0)
      walk.works(service_resource(its).id, attempts * its.time.mean_s());
    else
      walk.elsewhere(attempts * its.time.mean_s());
    walk.give_back(pool_resource(its, 1).id);
    if (its.guards.bulkhead)
      walk.give_back(bulkhead_resource(its, 1).id);
    if (its.guards.retry)
      walk.elsewhere((attempts - 1) * engine::in_seconds(its.guards.retry->wait_duration));
  }
  StepPicture picture() const override
  {
    StepPicture picture{.label = "call", .decides = true};
    for (std::size_t answer = 0; answer < answer_count; ++answer)
      if (branches[answer] > 0)
        picture.edges.push_back({branches[answer], std::string(words[answer])});
    return picture;
  }
  Part part() const override { return Part::delay; }

  static Task<> call(const CallStep& step, Work& work)
  {
    Service& service = work.system.part<Services>(outbound_part)[step.service];
    const Service::Answer answer = co_await service.call(*work.instance, work.draws);
    if (const std::size_t branch = step.branches[static_cast<std::size_t>(answer)]; branch > 0)
      work.at = branch;
    else if (answer != Service::Answer::ok)
      work.system.failures.refuse(work, *causes[static_cast<std::size_t>(answer)]);
  }

  static constexpr std::array<std::string_view, answer_count> words = {
      "ok",           "error",         "connect_timeout", "read_timeout",
      "time_limited", "not_permitted", "rate_limited",    "bulkhead_full"};
  static constexpr std::array<const CauseKind*, answer_count> causes = {
      nullptr,       &outbound_error,     &outbound_timeout,  &outbound_timeout,
      &time_limited, &call_not_permitted, &call_rate_limited, &bulkhead_full};
  std::size_t service = 0;
  std::array<std::size_t, answer_count>
      branches{}; ///< [answer] where to go on; 0, which is at or before the call: none
};

/// `call: payment`, or `call: {service: payment, on: {read_timeout: [..]}}`
void read_call(FlowReader& reader, const config::Value& content)
{
  const auto& options = reader.section<ServicesOptions>(outbound_part);
  CallStep& step = reader.emit<CallStep>();
  if (not content.is_map()) {
    step.service = number_of(options, content);
    return;
  }
  config::Object object = content.object();
  if (const auto service = object.value("service", "of `services`"))
    step.service = number_of(options, *service);
  else
    object.fault("service", "which of `services`?");
  config::Object outcomes = object.object("on", "steps for answers that do not end the request");
  std::vector<JumpStep*> jumps = {&reader.emit<JumpStep>()};
  for (const auto& entry :
       outcomes.entries("steps for this answer", {CallStep::words.begin(), CallStep::words.end()})) {
    const auto answer = std::find(CallStep::words.begin(), CallStep::words.end(), entry.key);
    if (answer == CallStep::words.end()) {
      entry.value.fault("no answer is called so: ok, error, connect_timeout, read_timeout, time_limited, "
                        "not_permitted, rate_limited, bulkhead_full");
      continue;
    }
    step.branches[static_cast<std::size_t>(answer - CallStep::words.begin())] = reader.here();
    reader.steps(entry.value.list());
    jumps.push_back(&reader.emit<JumpStep>());
  }
  for (JumpStep* jump : jumps)
    jump->target = reader.here();
  object.finish();
}

} // namespace

const StepKind call_step{
    .name = "call", .says = "an HTTP call of one of `services`; the thread waits for its answer", .read = read_call};

std::string_view called_service(const Work& work)
{
  const auto* step = work.at > 0 ? dynamic_cast<const CallStep*>(work.flow[work.at - 1].get()) : nullptr;
  return step == nullptr ? std::string_view("service")
                         : std::string_view(services_of(work.system.options).services[step->service].name);
}

} // namespace onsale::system
