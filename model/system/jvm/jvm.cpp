#include "model/system/jvm/jvm.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace onsale::system {
namespace {

constexpr double gigabyte = 1024.0 * 1024 * 1024;

} // namespace

Jvm::Jvm(const Place& place, const engine::RandomFamily& draws, const JvmOptions& options, double heap_bytes,
         bool collects, std::size_t endpoints)
    : simulation_(place.simulation), cpu_(place.cpu), process_(place.process), draws_(draws), options_(options),
      heap_({heap_bytes, options.young_share, options.live_baseline_bytes}), collects_(collects),
      running_(place.simulation, true), pause_end_([](void* self) { static_cast<Jvm*>(self)->pause_ends(); }, this),
      collector_(place.process), compiler_(place.simulation, place.cpu, place.process, {.name = "compiler"}),
      compiled_for_(options.warm_up_requests), requests_(endpoints)
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

/// On a host of several cores the collector's threads have them to themselves while the others are stopped (parallel,
/// as G1): a pause takes its time. On fewer than two it is the work of one thread (Serial, which the JVM then chooses):
/// Redis and MySQL go on meanwhile, and it takes longer than its work.
void Jvm::pause(double pause_s)
{
  paused_at_ = simulation_.now();
  running_.shut();
  cpu_.stop(process_, &collector_);
  if (cpu_.capacity().cores < 2) {
    auto collection = collect(*this, pause_s);
    collecting_.attach(collection);
    simulation_.spawn(std::move(collection));
    return;
  }
  simulation_.arm(pause_end_, simulation_.now() + engine::seconds(pause_s));
}

engine::Process Jvm::collect(Jvm& jvm, double work_s)
{
  co_await jvm.cpu_.run(jvm.collector_, engine::seconds(work_s));
  jvm.pause_ends();
}

void Jvm::pause_ends()
{
  paused_s_ += engine::in_seconds(simulation_.now() - paused_at_);
  cpu_.resume(process_, &collector_);
  running_.open();
  if (auto line = housekeeper_.stalled(paused_at_, simulation_.now()))
    log_.push_back({simulation_.now(), std::move(*line)});
}

void Jvm::restart(double new_heap_bytes)
{
  if (paused()) {
    collecting_.cancel();
    engine::Simulation::disarm(pause_end_);
    pause_ends();
  }
  heap_.restart(new_heap_bytes);
  compiled_for_ = 0;
  compile_order_s_ = 0;
  std::fill(requests_.begin(), requests_.end(), 0);
}

void Jvm::compile()
{
  if (options_.compile_cpu_s <= 0)
    return;
  const double requests = ++compiled_for_;
  if (requests > options_.compiled_after_requests)
    return;
  compile_order_s_ += options_.compile_cpu_s / requests;
  if (compile_order_s_ >= options_.compile_task_s)
    compiler_.post(engine::seconds(std::exchange(compile_order_s_, 0)));
}

double Jvm::cold_code_factor(std::size_t endpoint)
{
  const auto served = static_cast<double>(requests_[endpoint]++);
  return 1 + (options_.cold_factor - 1) * std::exp(-served / options_.warm_after_requests);
}

} // namespace onsale::system
