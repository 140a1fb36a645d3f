#include "model/system/flow/anatomy.hpp"

#include <algorithm>
#include <cmath>

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
  constexpr std::array<std::string_view, part_count> names = {"client",   "connect", "network", "accept", "worker",
                                                              "cpu_wait", "cpu",     "gc",      "redis",  "pool",
                                                              "lock",     "query",   "io",      "commit", "delay"};
  return names[static_cast<std::size_t>(part)];
}

void Laps::lap_cpu(double alone_s, double stopped_s, engine::Time now)
{
  const double elapsed_s = engine::in_seconds(now - last_);
  const double gc_s = std::min(stopped_s, elapsed_s);
  const double cpu_s = std::min(alone_s, elapsed_s - gc_s);
  add(Part::gc, gc_s);
  add(Part::cpu_wait, elapsed_s - gc_s - cpu_s);
  add(Part::cpu, cpu_s);
  last_ = now;
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
