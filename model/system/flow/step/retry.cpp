// All that is known of `retry`: @Retryable of Spring Retry, with the names and defaults of its annotations.
#include "model/system/flow/step/retry.hpp"

#include "model/system/flow/attempt.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/failure_set.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <algorithm>
#include <cmath>

namespace onsale::system {
namespace {

struct RetryStep final : Step {
  Progress run(Work& work) const override { return attempts(*this, work); }
  void demand(DemandWalk& walk) const override
  {
    walk.repeat(body, 1);
    walk.go_on_at(recover.last);
  }
  StepPicture picture() const override
  {
    StepPicture picture{.label = "retry", .decides = true, .edges = {{recover.last, "done"}}};
    if (not recover.empty())
      picture.edges.push_back({recover.first, "given up"});
    return picture;
  }
  Part part() const override { return Part::delay; }

  static engine::Task<> attempts(const RetryStep& step, Work& work)
  {
    const Attempt attempt(work, step.in_transaction);
    for (std::uint32_t number = 1;; ++number) {
      work.at = step.body.first;
      co_await walk(work, step.body.last);
      if (work.cause == Cause::none) { // it went well, or answered
        work.at = step.recover.last;
        co_return;
      }
      if (number == step.max_attempts || not step.on.holds(work.cause, work.outcome))
        break;
      attempt.roll_back(work);
      co_await engine::Sleep{work.system.simulation, step.back_off.pause(number, work.draws)};
      work.laps.lap(step.part(), work.system.now());
    }
    if (step.recover.empty())
      co_return;
    attempt.roll_back(work);
    work.at = step.recover.first;
  }

  std::uint32_t max_attempts = 3;
  BackOff back_off;
  FailureSet on;
  bool in_transaction = false;
  Stretch body;
  Stretch recover;
};

/// `{max-attempts: 3, delay: 1s, on: [version_conflict], steps: [..], recover: [..]}`
void read_retry(FlowReader& reader, const config::Value& content)
{
  config::Object object = content.object();
  RetryStep& step = reader.emit<RetryStep>();
  step.max_attempts = static_cast<std::uint32_t>(
      object.integer("max-attempts", {.says = "maxAttempts of @Retryable, the first one included",
                                      .minimum = 1,
                                      .maximum = 1000,
                                      .default_value = 3}));
  step.back_off = read_back_off(object);
  step.on = read_failure_set(object.list("on", {.says = "failures that are tried again (retryFor); none: all"}));
  step.in_transaction = reader.transactions > 0;
  step.body = reader.stretch(object.list("steps", {.says = "of one attempt", .minimum_size = 1}));
  step.recover =
      reader.stretch(object.list("recover", {.says = "steps when it is given up (@Recover); none: it fails"}));
  object.finish();
}

} // namespace

const StepKind retry_step{.name = "retry",
                          .says = "steps that are tried again when they fail, as @Retryable does; the thread waits",
                          .read = read_retry};

BackOff read_back_off(config::Object& object)
{
  BackOff back_off;
  back_off.delay = object.duration(
      "delay", {.says = "delay of @Backoff, before the second attempt", .default_value = engine::seconds(1)});
  back_off.max_delay = object.duration(
      "max-delay", {.says = "maxDelay of @Backoff; not above the delay: with a multiplier 30 s, else none",
                    .default_value = engine::seconds(0)});
  back_off.multiplier = object.number(
      "multiplier", {.says = "of one delay to the next; 0: all alike, or anywhere between delay and max-delay",
                     .minimum = 0.0,
                     .default_value = 0.0});
  back_off.random = object.boolean(
      "random", {.says = "each delay is up to `multiplier` times as long (jitter)", .default_value = false});
  return back_off;
}

engine::Duration BackOff::pause(std::uint32_t failed, engine::RandomStream& draws) const
{
  constexpr engine::Duration longest = engine::seconds(30); // ExponentialBackOffPolicy.DEFAULT_MAX_INTERVAL
  if (multiplier > 0) {
    const double factor = std::max(1.0, multiplier);
    const engine::Duration most = max_delay > delay ? max_delay : longest;
    const double jitter = random ? 1 + draws.uniform() * (factor - 1) : 1;
    return std::min(std::min(delay * std::pow(factor, failed - 1), most) * jitter, most);
  }
  if (max_delay > delay)
    return delay + (max_delay - delay) * draws.uniform();
  return delay;
}

} // namespace onsale::system
