/// The one walk through a flow that tells what a request asks of each resource, on average and without any waiting:
/// explain, limit, the tornado and the start of a fit all take their demands from here.
///
/// Assumed where the data does not say: the booking core says ok; a branch is taken; a cached answer is found; nothing
/// is tried twice; commits share no flush. Pauses of the JVM and cold code are left out.
#pragma once

#include "model/booking/booking.hpp"
#include "model/system/flow/step.hpp"
#include "model/system/flow/stretch.hpp"
#include "model/system/system_options.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::system {

/// What one request of an endpoint asks for, seconds.
struct RequestDemand {
  std::array<double, role_count> cpu_s{};            ///< [roles] CPU time inside the response time, at speed 1
  std::array<double, role_count> cpu_afterwards_s{}; ///< [roles] and after it, or at its side
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
  void cpu_afterwards(Role role, double mean_s)
  {
    demand_.cpu_afterwards_s[static_cast<std::size_t>(role)] += weight_ * mean_s;
  }
  /// A resource that works without a CPU of the system.
  void works(std::string_view id, double mean_s);
  /// A resource that is busy with what a CPU does; the CPU time is told by cpu().
  void also_busy(std::string_view id, double mean_s);
  /// Time in which nothing of the system works.
  void elsewhere(double mean_s);
  /// From now on the resource is held, until it is given back or the request ends.
  void take(std::string_view id) { held_[std::string(id)] = 1; }
  void give_back(std::string_view id) { held_[std::string(id)] = 0; }
  /// What another flow takes of machines and pools, for which nobody of this one waits.
  /// @param worker  held while it is walked
  void afterwards(const Flow& flow, std::string_view worker);
  double rows(booking::Table table) const { return static_cast<double>(booking_.rows(table)); }

  // Where the flow goes on.

  void go_on_at(std::size_t step) { at_ = step; }
  void end() { ended_ = true; }
  /// A stretch that is walked so many times on average, one time after the other.
  void repeat(const Stretch& stretch, double times);
  /// At the same time; what comes behind waits for the slowest. Their mean times are compared, so that the mean of the
  /// slowest is underestimated.
  /// @param held  by each meanwhile: its thread
  void together(const std::vector<Stretch>& stretches, std::string_view held);
  /// At the side: nobody waits for it.
  void beside(const Stretch& stretch, std::string_view held);
  /// Done later: as many times as it is published until then.
  void publish(std::size_t listener) { published_[listener] += weight_; }
  void listen(std::size_t listener, const Stretch& stretch);
  /// With another one of the resource, if it takes any; what is held of it now is held on.
  void with_another(std::string_view id, const Stretch& stretch);
  /// One of these, each with its share; those that do not end the request meet again behind them.
  struct Alternative {
    Stretch stretch;
    double share = 0;
  };
  void choose(const std::vector<Alternative>& alternatives);
  void set_undecided() { demand_.undecided = true; }

private:
  void walk(const Stretch& stretch);
  RequestDemand demand_of(const Flow& flow, std::string_view worker);
  void pass(double time_s);

  const SystemOptions& options_;
  booking::Booking booking_;
  RequestDemand demand_;
  std::map<std::string, double, std::less<>> held_; // right now, by what share of those that come here
  std::map<std::string, double, std::less<>> kept_; // besides, out of reach
  const Flow* flow_ = nullptr;
  std::size_t at_ = 0;
  double elapsed_s_ = 0;
  bool beside_ = false; // nobody waits
  std::map<std::size_t, double> published_;
  double weight_ = 1; // how many times on average a request comes to where the walk is
  bool ended_ = false;
  int depth_ = 0; // of flows that come afterwards
};

} // namespace onsale::system
