#include "model/system/client/go_collector.hpp"

#include <algorithm>

namespace onsale::system {
namespace {

constexpr double gigabyte = 1024.0 * 1024 * 1024;
/// A worker has its thread until sysmon takes it away (forcePreemptNS, runtime/proc.go).
constexpr double turn_s = 10e-3;

} // namespace

GoCollectorOptions read_go_collector(config::Object object)
{
  using engine::in_seconds;
  using engine::seconds;
  GoCollectorOptions collector;
  collector.allocates_bytes = static_cast<double>(object.bytes(
      "allocates", {.says = "by a request, with its metrics; 0: nothing is collected", .default_value = 0}));
  collector.live_bytes =
      static_cast<double>(object.bytes("live", {.says = "heap that stays alive, without users", .default_value = 0}));
  collector.live_per_user_bytes = static_cast<double>(
      object.bytes("live-per-user", {.says = "more, for each user that has begun", .default_value = 0}));
  collector.mark_cpu_s =
      in_seconds(object.duration("mark-cpu", {.says = "CPU time of a collection", .default_value = seconds(0)}));
  collector.mark_cpu_s_per_gb = in_seconds(
      object.duration("mark-cpu-per-gb", {.says = "more, for each GB that is alive", .default_value = seconds(0)}));
  if (collector.allocates_bytes > 0 && collector.live_bytes + collector.live_per_user_bytes <= 0)
    object.fault("live", "a heap of nothing is collected at each request: a k6 without users has some 30MB");
  object.finish();
  return collector;
}

GoCollector::GoCollector(engine::Simulation& simulation, engine::ThreadGroup& threads,
                         const GoCollectorOptions& options, std::size_t workers)
    : simulation_(simulation), threads_(threads), options_(options), workers_(workers)
{
}

void GoCollector::count(std::uint32_t user)
{
  users_ = std::max(users_, user + 1);
  if (marking_ > 0)
    return;
  allocated_bytes_ += options_.allocates_bytes;
  const double live_bytes = options_.live_bytes + users_ * options_.live_per_user_bytes;
  if (allocated_bytes_ < live_bytes)
    return;
  allocated_bytes_ = 0;
  ++collections_;
  left_s_ = options_.mark_cpu_s + options_.mark_cpu_s_per_gb * live_bytes / gigabyte;
  for (marking_ = 0; marking_ < workers_; ++marking_)
    simulation_.spawn(mark(*this));
}

engine::Process GoCollector::mark(GoCollector& collector)
{
  while (collector.left_s_ > 0) {
    const double turn = std::min(collector.left_s_, turn_s);
    collector.left_s_ -= turn;
    co_await collector.threads_.run(engine::seconds(turn));
  }
  --collector.marking_;
}

} // namespace onsale::system
