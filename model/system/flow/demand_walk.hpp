/// The one walk through a flow that tells what a request asks of each resource, on average and without any waiting:
/// explain, limit, the tornado and the start of a fit all take their demands from here.
///
/// Assumed where the data does not say: the booking core says ok; a branch is taken; a cached answer is found; commits
/// share no flush. Pauses of the JVM and cold code are left out.
#pragma once

#include "model/booking/booking.hpp"
#include "model/system/flow/step.hpp"
#include "model/system/system_options.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace onsale::system {

/// What one request of an endpoint asks for, seconds.
struct RequestDemand {
  std::array<double, role_count> cpu_s{};            ///< [roles] CPU time inside the response time, at speed 1
  std::array<double, role_count> cpu_afterwards_s{}; ///< [roles] and after the response
  std::map<std::string, double, std::less<>> busy_s; ///< [ids of resources that work, beside CPUs]
  std::map<std::string, double, std::less<>> held_s; ///< [ids of resources that are held] holding time
  double elsewhere_s = 0; ///< round trips, flushes, delays: time in which nothing of the system works
  bool undecided = false; ///< something depends on a condition

  double held(std::string_view id) const
  {
    const auto found = held_s.find(id);
    return found == held_s.end() ? 0 : found->second;
  }
};

class DemandWalk {
public:
  explicit DemandWalk(const SystemOptions& options) : options_(options), booking_(options.booking) {}

  RequestDemand demand_of(const Endpoint& endpoint);

  // For steps: what they take.

  const SystemOptions& options() const { return options_; }
  /// CPU time of a process.
  void cpu(Role role, double mean_s);
  /// Of the server's process, which works on the flow.
  void process_cpu(double mean_s) { cpu(Role::server, mean_s); }
  void cpu_afterwards(Role role, double mean_s) { demand_.cpu_afterwards_s[static_cast<std::size_t>(role)] += mean_s; }
  /// A resource that works without a CPU of the system.
  void works(std::string_view id, double mean_s);
  /// A resource that is busy with what a CPU does; the CPU time is told by cpu().
  void also_busy(std::string_view id, double mean_s);
  /// Time in which nothing of the system works.
  void elsewhere(double mean_s);
  /// From now on the resource is held, until it is given back or the request ends.
  void take(std::string_view id) { held_[std::string(id)] = true; }
  void give_back(std::string_view id) { held_[std::string(id)] = false; }
  double rows(booking::Table table) const { return static_cast<double>(booking_.rows(table)); }

  // Where the flow goes on.

  void go_on_at(std::size_t step) { at_ = step; }
  void end() { ended_ = true; }
  void set_undecided() { demand_.undecided = true; }

private:
  void pass(double time_s);

  const SystemOptions& options_;
  booking::Booking booking_;
  RequestDemand demand_;
  std::map<std::string, bool, std::less<>> held_; // right now
  std::size_t at_ = 0;
  bool ended_ = false;
};

} // namespace onsale::system
