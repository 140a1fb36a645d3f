#include "model/system/flow/anatomy.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace onsale::system {
namespace {

constexpr double shortest_s = 1e-5;
constexpr double classes_an_octave = 16;

std::size_t class_of(double total_s)
{
  return total_s > shortest_s ? static_cast<std::size_t>(classes_an_octave * std::log2(total_s / shortest_s)) : 0;
}

} // namespace

std::string_view to_string(Part part)
{
  constexpr std::array<std::string_view, part_count> names = {
      "client", "connect", "network", "accept", "worker", "cpu_wait", "cpu",   "gc",     "throttled",
      "redis",  "pool",    "lock",    "query",  "io",     "commit",   "front", "broker", "delay"};
  return names[static_cast<std::size_t>(part)];
}

void Laps::lap_cpu(double alone_s, const Stops& stops, engine::Time now)
{
  const double elapsed_s = engine::in_seconds(now - last_);
  const double gc_s = std::min(stops.collected_s, elapsed_s);
  const double throttled_s = std::min(stops.throttled_s, elapsed_s - gc_s);
  const double cpu_s = std::min(alone_s, elapsed_s - gc_s - throttled_s);
  add(Part::gc, gc_s);
  add(Part::throttled, throttled_s);
  add(Part::cpu_wait, elapsed_s - gc_s - throttled_s - cpu_s);
  add(Part::cpu, cpu_s);
  last_ = now;
  if (ledger_ == nullptr)
    return;
  ledger_->book(endpoint_, held_, Charge::jvm, {.wait_s = gc_s});
  ledger_->book(endpoint_, held_, Charge::server_cpu, {.wait_s = elapsed_s - gc_s - cpu_s, .work_s = cpu_s});
  charged_ = now;
}

void Laps::adopt(const Laps& other, engine::Time now)
{
  for (std::size_t part = 0; part < part_count; ++part)
    if (const auto its_s = static_cast<double>(other.parts_[part]); its_s > 0) {
      add(static_cast<Part>(part), its_s);
      if (ledger_ != nullptr)
        charge_rest(static_cast<Part>(part), charged_ + engine::seconds(its_s));
    }
  last_ = charged_ = now;
}

void Laps::charge_rest(Part part, engine::Time now)
{
  switch (part) {
  case Part::client:
    return worked(Charge::k6_cpu, now);
  case Part::connect:
  case Part::accept:
    return waited(Charge::connections, now);
  case Part::network:
    return worked(Charge::network, now);
  case Part::worker:
    return waited(Charge::workers, now);
  case Part::cpu_wait:
    return waited(Charge::server_cpu, now);
  case Part::cpu:
    return worked(Charge::server_cpu, now);
  case Part::gc:
    return waited(Charge::jvm, now);
  case Part::redis:
    return waited(Charge::redis_thread, now);
  case Part::pool:
    return waited(Charge::hikari_pool, now);
  case Part::lock:
    return waited(Charge::row_locks, now);
  case Part::query:
    return worked(Charge::network, now);
  case Part::io:
    return waited(Charge::disk, now);
  case Part::commit:
    return waited(Charge::log, now);
  default:
    return worked(Charge::others, now);
  }
}

void Laps::book_since(Charge charge, double work_s, engine::Time now)
{
  const double elapsed_s = engine::in_seconds(now - std::exchange(charged_, now));
  const double its_s = std::min(work_s, elapsed_s);
  ledger_->book(endpoint_, held_, charge, {.wait_s = elapsed_s - its_s, .work_s = its_s});
}

void Laps::note(Part part, double seconds)
{
  if (seconds > 0)
    recorded_->push_back({part, seconds});
}

double Laps::total_s() const
{
  double total = 0;
  for (const float part : parts_)
    total += static_cast<double>(part);
  return total;
}

void AnatomySums::add(const AnatomySums& other)
{
  requests += other.requests;
  for (std::size_t i = 0; i < part_count; ++i)
    total_s[i] += other.total_s[i];
}

void Anatomy::add(const Laps& laps)
{
  all_.add(laps);
  const std::size_t its_class = class_of(laps.total_s());
  if (its_class >= classes_.size())
    classes_.resize(its_class + 1);
  classes_[its_class].add(laps);
}

AnatomySums Anatomy::around(double percentile) const
{
  const auto rank = static_cast<std::uint64_t>(std::ceil(percentile / 100 * static_cast<double>(all_.requests)));
  std::uint64_t up_to = 0;
  for (const AnatomySums& each : classes_) {
    up_to += each.requests;
    if (each.requests > 0 && up_to >= rank)
      return each;
  }
  return {};
}

} // namespace onsale::system
