#include "model/system/jvm/jvm.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace onsale::system {
namespace {

constexpr double gigabyte = 1024.0 * 1024 * 1024;

} // namespace

Jvm::Jvm(const Place& place, const engine::RandomFamily& draws, const JvmOptions& options, const Memory& memory,
         std::size_t endpoints)
    : simulation_(place.simulation), cpu_(place.cpu), process_(place.process), draws_(draws), options_(options),
      heap_({memory.heap_bytes, options.young_share, options.live_baseline_bytes}), memory_(memory),
      running_(place.simulation, true), pause_end_([](void* self) { static_cast<Jvm*>(self)->pause_ends(); }, this),
      compiler_(place.simulation, place.cpu, place.process, {.name = "compiler"}),
      compiled_for_(options.warm_up_requests), requests_(endpoints)
{
}

bool Jvm::allocate(const Endpoint& endpoint, Heap::Held& held, double leaked_bytes)
{
  held = heap_.hold(endpoint.holds_bytes);
  if (leaked_bytes > 0) {
    memory_.collects = true;
    heap_.leak(leaked_bytes);
  }
  if (not memory_.collects || not heap_.allocate(endpoint.allocates_bytes + leaked_bytes))
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

/// The threads of a parallel collector work side by side, each for as long as the pause would take alone, and compete
/// with other processes for the cores, as the one of Serial does, which the JVM chooses on fewer than two cores; under
/// a CPU limit they spend of it, and a spent one holds them up. Where their number is not known, a pause on several
/// cores takes its time, whoever else computes.
void Jvm::pause(double pause_s)
{
  paused_at_ = simulation_.now();
  running_.shut();
  cpu_.stop(process_);
  collecting_ = collecting_threads();
  if (collecting_ == 0)
    simulation_.arm(pause_end_, simulation_.now() + engine::seconds(pause_s));
  while (collectors_.size() < collecting_)
    collectors_.emplace_back(process_);
  for (std::size_t each = 0; each < collecting_; ++each) {
    auto collection = collect(*this, collectors_[each], pause_s);
    collectors_[each].work.attach(collection);
    simulation_.spawn(std::move(collection));
  }
}

std::size_t Jvm::collecting_threads() const
{
  if (options_.parallel_gc_threads > 0)
    return options_.parallel_gc_threads;
  return memory_.serial || cpu_.capacity().cores < 2 ? 1 : static_cast<std::size_t>(memory_.collectors);
}

engine::Process Jvm::collect(Jvm& jvm, Collector& collector, double work_s)
{
  co_await jvm.cpu_.run(collector.thread, engine::seconds(work_s));
  if (--jvm.collecting_ == 0)
    jvm.pause_ends();
}

void Jvm::pause_ends()
{
  paused_s_ += engine::in_seconds(simulation_.now() - paused_at_);
  cpu_.resume(process_);
  running_.open();
  if (auto line = housekeeper_.stalled(paused_at_, simulation_.now()))
    log_.push_back({simulation_.now(), std::move(*line)});
}

void Jvm::restart(double new_heap_bytes)
{
  if (paused()) {
    for (Collector& each : collectors_)
      each.work.cancel();
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
