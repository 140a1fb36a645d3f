#include "model/system/jvm/jvm.hpp"

#include <algorithm>
#include <cmath>

namespace onsale::system {
namespace {

constexpr double gigabyte = 1024.0 * 1024 * 1024;

bool says_anything_of_collections(const SystemOptions& options)
{
  return options.jvm.young_pause.mean_s() > 0 || options.jvm.live_baseline_bytes > 0 ||
         std::any_of(options.endpoints.begin(), options.endpoints.end(),
                     [](const Endpoint& endpoint) { return endpoint.holds_bytes > 0; });
}

} // namespace

Jvm::Jvm(engine::Simulation& simulation, engine::ProcessorSharing& cpu, engine::RunQueue* run_queue,
         engine::ProcessorSharing::Group group, const engine::RandomFamily& draws, const SystemOptions& options)
    : simulation_(simulation), cpu_(cpu), run_queue_(run_queue), group_(group), draws_(draws), options_(options.jvm),
      heap_({heap_bytes(options), options.jvm.young_share, options.jvm.live_baseline_bytes}),
      collects_(says_anything_of_collections(options)), running_(simulation, true),
      pause_end_([](void* self) { static_cast<Jvm*>(self)->pause_ends(); }, this), collector_(group),
      requests_(options.endpoints.size())
{
}

bool Jvm::allocate(const Endpoint& endpoint, Heap::Held& held, double leaked_bytes)
{
  held = heap_.hold(endpoint.holds_bytes);
  if (leaked_bytes > 0) {
    collects_ = true;
    heap_.leak(leaked_bytes);
  }
  if (not collects_ || not heap_.allocate(endpoint.allocates_bytes + leaked_bytes))
    return true;
  const Heap::Collection done = heap_.collect();
  engine::RandomStream stream(draws_, pauses_++);
  double pause_s = options_.young_pause.sample(stream) + options_.young_pause_s_per_gb * done.promoted_bytes / gigabyte;
  if (done.full) {
    ++full_collections_;
    pause_s += options_.full_gc_s_per_gb * done.live_bytes / gigabyte;
  }
  if (pause_s > 0)
    pause(pause_s);
  if (not done.fits)
    held.release();
  return done.fits;
}

void Jvm::pause(double pause_s)
{
  paused_at_ = simulation_.now();
  running_.shut();
  if (run_queue_ != nullptr) {
    run_queue_->stop(group_, collector_);
    auto collection = collect(*this, pause_s);
    collecting_.attach(collection);
    simulation_.spawn(std::move(collection));
    return;
  }
  paused_s_ += pause_s;
  cpu_.freeze(group_);
  pause_ends_at_ = simulation_.now() + engine::seconds(pause_s);
  simulation_.arm(pause_end_, pause_ends_at_);
}

/// On a busy core it takes longer than its work: Redis and MySQL go on.
engine::Process Jvm::collect(Jvm& jvm, double work_s)
{
  co_await jvm.run_queue_->run(jvm.collector_, engine::seconds(work_s));
  jvm.pause_ends();
}

void Jvm::pause_ends()
{
  if (run_queue_ != nullptr) {
    paused_s_ += engine::in_seconds(simulation_.now() - paused_at_);
    run_queue_->resume(group_);
  } else {
    cpu_.thaw(group_);
  }
  running_.open();
  if (auto line = housekeeper_.stalled(paused_at_, simulation_.now()))
    log_.push_back({simulation_.now(), std::move(*line)});
}

void Jvm::restart(double new_heap_bytes)
{
  if (paused()) {
    collecting_.cancel();
    engine::Simulation::disarm(pause_end_);
    if (run_queue_ == nullptr)
      paused_s_ -= engine::in_seconds(pause_ends_at_ - simulation_.now());
    pause_ends();
  }
  heap_.restart(new_heap_bytes);
  std::fill(requests_.begin(), requests_.end(), 0);
}

double Jvm::cold_code_factor(std::size_t endpoint)
{
  const auto served = static_cast<double>(requests_[endpoint]++);
  return 1 + (options_.cold_factor - 1) * std::exp(-served / options_.warm_after_requests);
}

} // namespace onsale::system
