/// What every resource measures of itself, and the operational laws that the figures must obey.
#pragma once

#include "sim/engine/time.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace onsale::engine {

/// Figures of one resource over an observation of `elapsed_s`.
///   utilisation law      busy_s = served_s            (U = X S, both times the elapsed time)
///   Little's law         queued integral = waited_s   (N = X R for the queue)
///   flow balance         arrivals = completions + gave_up + queued + in_service
/// Denning & Buzen, "The Operational Analysis of Queueing Network Models", Computing Surveys 10(3), 1978.
struct StationReport {
  std::string name;
  double elapsed_s = 0;
  double capacity = 0;      ///< servers, tokens or cores, at the end; 0: unlimited
  double capacity_mean = 0; ///< time average: capacity can change during a run
  std::uint64_t arrivals = 0;
  std::uint64_t completions = 0;
  std::uint64_t gave_up = 0; ///< left the queue unserved: deadline, cancelled, closed
  std::uint64_t queued = 0;  ///< at the end
  std::uint64_t in_service = 0;
  std::uint64_t queued_max = 0;
  double busy_s = 0;   ///< integral of capacity in use over time
  double served_s = 0; ///< the same, summed over the customers
  double queued_integral_s = 0;
  double waited_s = 0; ///< the same, summed over the customers

  double throughput_per_s() const { return elapsed_s > 0 ? static_cast<double>(completions) / elapsed_s : 0; }
  double utilisation() const { return elapsed_s * capacity_mean > 0 ? busy_s / (elapsed_s * capacity_mean) : 0; }
  double queued_mean() const { return elapsed_s > 0 ? queued_integral_s / elapsed_s : 0; }
  double wait_mean_s() const
  {
    const auto left_queue = static_cast<double>(arrivals - queued);
    return left_queue > 0 ? waited_s / left_queue : 0;
  }
};

/// The laws that a report breaks, in words with the figures; empty when all hold (relative tolerance 1e-6).
std::vector<std::string> broken_laws(const StationReport& report);

/// Counts and integrates as customers come, wait, are served and go. Cost: a few additions at each change.
class Station {
public:
  /// @param capacity servers, tokens or cores; 0: unlimited, for good
  Station(std::string name, double capacity) : capacity_(capacity), limited_(capacity > 0)
  {
    report_.name = std::move(name);
  }

  const std::string& name() const { return report_.name; }
  std::uint64_t queued() const { return queued_; }
  std::uint64_t in_service() const { return in_service_; }

  void arrive(Time now)
  {
    integrate(now);
    ++report_.arrivals;
    ++queued_;
    waited_s_ -= in_seconds(now);
    report_.queued_max = std::max(report_.queued_max, queued_);
  }
  void start_service(Time now)
  {
    leave_queue(now);
    ++in_service_;
    served_s_ -= in_seconds(now);
  }
  void arrive_and_start(Time now)
  {
    integrate(now);
    ++report_.arrivals;
    ++in_service_;
    served_s_ -= in_seconds(now);
  }
  void give_up(Time now)
  {
    leave_queue(now);
    ++report_.gave_up;
  }
  void complete(Time now)
  {
    integrate(now);
    --in_service_;
    ++report_.completions;
    served_s_ += in_seconds(now);
  }
  void set_capacity(Time now, double capacity)
  {
    integrate(now);
    capacity_ = capacity;
  }

  StationReport report(Time now) const;

private:
  void integrate(Time now)
  {
    const double dt_s = in_seconds(now - last_);
    last_ = now;
    report_.busy_s += static_cast<double>(in_service_) * dt_s;
    report_.queued_integral_s += static_cast<double>(queued_) * dt_s;
    // A pool that shrank below what is out has, until it comes back, that much capacity.
    if (limited_)
      capacity_integral_s_ += std::max(capacity_, static_cast<double>(in_service_)) * dt_s;
  }
  void leave_queue(Time now)
  {
    integrate(now);
    --queued_;
    waited_s_ += in_seconds(now);
  }

  StationReport report_;
  double capacity_;
  bool limited_;
  std::uint64_t queued_ = 0;
  std::uint64_t in_service_ = 0;
  Time last_{};
  double capacity_integral_s_ = 0;
  // Sum of instants of leaving less those of entering: the time spent, without a note on each customer. One running
  // difference stays small; two sums would lose a law's tolerance to rounding in a long run.
  double waited_s_ = 0;
  double served_s_ = 0;
};

} // namespace onsale::engine
