// All that is known of `rate-limit`: a filter that turns requests away (Bucket4j).
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/resilience/resilience.hpp"
#include "model/system/resilience/token_bucket.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <fmt/format.h>

#include <cmath>
#include <unordered_map>

namespace onsale::system {
namespace {

using engine::seconds;

struct RateLimitStep final : Step {
  /// The buckets of one process, one for each key.
  struct Buckets final : StepMemory {
    std::unordered_map<std::uint64_t, TokenBucket> of;
  };
  TokenBucket& bucket_of(const Work& work) const
  {
    auto& memory = work.instance->memory_of(*this);
    if (memory == nullptr)
      memory = std::make_unique<Buckets>();
    const std::uint64_t number = key ? work.registers[*key].as_key() : 0;
    return static_cast<Buckets&>(*memory).of.try_emplace(number, options, work.system.now()).first->second;
  }
  Progress run(Work& work) const override
  {
    if (not bucket_of(work).try_take(work.system.now()))
      work.system.failures.refuse(work, Cause::too_many_requests);
    return Progress::done();
  }
  void demand(DemandWalk&) const override {} // the limit is a promise, not a device
  StepPicture picture() const override { return {.label = "rate limit", .decides = true}; }

  TokenBucket::Options options;
  std::optional<Register> key; ///< none: one bucket for all
};

/// `rate-limit: {capacity: 20, refill-tokens: 10, refill-period: 1s, key: user}`
void read_rate_limit(FlowReader& reader, const config::Value& content)
{
  config::Object object = content.object();
  RateLimitStep& step = reader.emit<RateLimitStep>();
  TokenBucket::Options& bucket = step.options;
  bucket.capacity =
      object.number("capacity", {.says = "tokens that fit in: so many requests may come at once", .minimum = 1.0});
  bucket.refill_tokens = object.number(
      "refill-tokens",
      {.says = "tokens of each refill-period; capacity unless said", .above = 0.0, .default_value = bucket.capacity});
  bucket.refill_period =
      object.duration("refill-period", {.says = "of refill-tokens", .above = seconds(0), .default_value = seconds(1)});
  bucket.intervally = object.one_of<bool>("refill", "one by one over the period (refillGreedy), or all at its end",
                                          {{"greedy", false}, {"intervally", true}}, false);
  if (const auto key = object.value("key", "register that tells buckets apart; none: one for all requests"))
    step.key = reader.value_named(*key);
  object.finish();
}

const CauseKind too_many_requests_kind{
    .name = "too_many_requests",
    .resource = "rate limit",
    .says = "the token bucket of `rate-limit` was empty",
    .status = 429,
    .log_line = [](const System& system, const Work& work) {
      const auto* step = dynamic_cast<const RateLimitStep*>(work.flow[work.at - 1].get());
      const double wait_s = step == nullptr ? 0 : engine::in_seconds(step->bucket_of(work).until_next(system.now()));
      return fmt::format("429 TOO_MANY_REQUESTS: no token left, X-Rate-Limit-Retry-After-Seconds: {:.0f}",
                         std::ceil(wait_s));
    }};

const StepKind rate_limit_step{
    .name = "rate-limit",
    .says = "a token bucket of each process that turns requests away with 429 when it is empty (Bucket4j)",
    .read = read_rate_limit};

} // namespace

const Cause Cause::too_many_requests(too_many_requests_kind);

const PartKind resilience_part{.name = "resilience", .steps = {&rate_limit_step}, .causes = {&too_many_requests_kind}};

} // namespace onsale::system
