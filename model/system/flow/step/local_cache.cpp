// All that is known of `local-cache`: a cache in the process (Caffeine).
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <list>
#include <unordered_map>

namespace onsale::system {
namespace {

/// What one process has cached at one step. Full, it lets go of what was not asked for longest; Caffeine's W-TinyLFU
/// keeps what is asked for often, so of skewed keys it finds more.
class LocalCache final : public StepMemory {
public:
  explicit LocalCache(std::size_t size) : size_(size) {}

  bool holds(std::uint64_t key, engine::Time now)
  {
    const auto found = places_.find(key);
    if (found == places_.end() || found->second->until <= now)
      return false;
    entries_.splice(entries_.begin(), entries_, found->second);
    return true;
  }

  void put(std::uint64_t key, engine::Time until)
  {
    if (const auto found = places_.find(key); found != places_.end()) {
      found->second->until = until;
      entries_.splice(entries_.begin(), entries_, found->second);
    } else if (entries_.size() < size_) {
      entries_.push_front({key, until});
      places_[key] = entries_.begin();
    } else { // in the place of the last: a full cache asks the heap for nothing
      entries_.splice(entries_.begin(), entries_, std::prev(entries_.end()));
      auto place = places_.extract(entries_.front().key);
      entries_.front() = {key, until};
      place.key() = key;
      places_.insert(std::move(place));
    }
  }

private:
  struct Entry {
    std::uint64_t key = 0;
    engine::Time until{};
  };
  std::size_t size_;
  std::list<Entry> entries_; // the one asked for last first
  std::unordered_map<std::uint64_t, std::list<Entry>::iterator> places_;
};

struct LocalCacheOptions {
  engine::Distribution cpu; ///< of a look-up
  Key key;                  ///< empty: one answer for all
  engine::Duration ttl = engine::forever;
  std::size_t size = 0;
};

std::uint64_t key_in(const Work& work, const LocalCacheOptions& options)
{
  return options.key.empty() ? 0 : options.key.of(work.registers);
}

struct LocalCacheStep final : Step {
  LocalCache& cache_of(const Work& work) const
  {
    auto& memory = work.instance->memory_of(*this);
    if (memory == nullptr)
      memory = std::make_unique<LocalCache>(options.size);
    return static_cast<LocalCache&>(*memory);
  }
  Progress run(Work& work) const override
  {
    if (cache_of(work).holds(key_in(work, options), work.system.now()))
      work.at = found;
    return Progress::cpu(options.cpu.sample(work.draws) * work.code_factor);
  }
  void demand(DemandWalk& walk) const override // the steady state: found
  {
    walk.process_cpu(options.cpu.mean_s());
    walk.go_on_at(found);
  }
  StepPicture picture() const override
  {
    return {.label = "local cache", .decides = true, .edges = {{found, "found"}}};
  }
  LocalCacheOptions options;
  std::size_t found = 0; ///< where to go on with it
};

struct LocalCachePutStep final : Step {
  explicit LocalCachePutStep(const LocalCacheStep& its_look) : look(its_look) {}
  Progress run(Work& work) const override
  {
    look.cache_of(work).put(key_in(work, look.options), work.system.now() + look.options.ttl);
    return Progress::done();
  }
  void demand(DemandWalk&) const override {} // the look-up's CPU time has it in it
  StepPicture picture() const override { return {.label = "local cache put"}; }
  const LocalCacheStep& look; ///< of the same flow
};

/// `local-cache: {key: event, size: 1000, ttl: 60s, cpu: 2us, miss: [{query: 5ms}]}`
void read_local_cache(FlowReader& reader, const config::Value& content)
{
  config::Object object = content.object();
  LocalCacheStep& look = reader.emit<LocalCacheStep>();
  LocalCacheOptions& options = look.options;
  options.cpu = reader.time(object, "cpu", "CPU time of the server for the look-up");
  if (const auto key = object.value("key", "what tells entries apart; none: one entry for all"))
    options.key = reader.key(*key);
  options.ttl = object.duration("ttl", {.says = "expireAfterWrite of an entry; none: for ever",
                                        .above = engine::seconds(0),
                                        .default_value = engine::forever});
  options.size = static_cast<std::size_t>(
      object.integer("size", {.says = "maximumSize: entries of each process", .minimum = 1, .maximum = 100'000'000}));
  reader.steps(object.list("miss", {.says = "steps that work it out", .minimum_size = 1}));
  reader.emit<LocalCachePutStep>(look);
  look.found = reader.here();
  object.finish();
}

} // namespace

const StepKind local_cache_step{
    .name = "local-cache",
    .says = "an answer from a cache in the process, lost with it (Caffeine), or worked out by `miss`",
    .read = read_local_cache};

} // namespace onsale::system
