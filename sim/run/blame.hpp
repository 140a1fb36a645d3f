/// Whose the time of requests was: endpoint by resource, work and waiting apart.
///
/// A wait for what is only held (a pooled connection, a thread, a lock) is charged to what its holders did in the same
/// second: as far as they waited for somebody else it is his, and so on; as far as they worked on a device that was
/// full it is the device's; the rest is its own, for more of it would have helped. So a line for a Redis connection
/// while Redis's thread waits for the core is the core's.
///
///   waits for h, charged to r:  c_h = self_h e_h + sum_d full_hd e_d + sum_r wait_hr c_r     (shares of the time of h)
#pragma once

#include "sim/run/series.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace onsale::run {

/// Time of all requests of an endpoint that one resource is charged with.
struct Blame {
  std::string resource; ///< as others call it: `app cpu`; or `network`, `delays`, ..
  double work_s = 0;
  double wait_s = 0;
  double all_s() const { return work_s + wait_s; }
};

struct EndpointBlame {
  std::string endpoint;
  std::uint64_t requests = 0;   ///< answered
  std::vector<Blame> resources; ///< most time first
};

/// Settles every second while the system runs: who holds what changes with the load.
class BlameRecorder {
public:
  /// @param system  must outlive it
  explicit BlameRecorder(const system::System& system);
  /// @param series  with the row of the second that has ended
  void sample(const Series& series);
  /// [endpoints]
  std::vector<EndpointBlame> take() const;

private:
  /// What those who hold one of something did in a second, as shares of their time. At [held_count] Redis's thread.
  struct Line {
    bool known = false;
    std::array<double, system::charge_count> direct{};   ///< work of its own, of a full device, or a wait for a device
    std::array<double, system::held_count + 1> onward{}; ///< waits in other lines
  };
  using Lines = std::vector<Line>;
  struct LastRow;

  Line held_line(std::size_t line, const LastRow& row) const;
  Line line_of_redis(const LastRow& row) const;
  void follow(const Lines& lines);
  void charge();

  const system::System& system_;
  std::vector<std::string> names_;        // [charge] of the resource
  std::vector<system::Charges> charged_;  // [endpoint]
  std::vector<system::Charges> requests_; // [endpoint] of the ledger when last settled
  std::array<system::Charges, system::held_count> holders_{};
  std::vector<std::array<double, system::charge_count>> shares_; // [line] of a wait in it, by whom it is charged
  double last_s_ = 0;
};

/// Of all endpoints together, most time first.
std::vector<Blame> blame_of_all(const std::vector<EndpointBlame>& endpoints);

/// `app cpu 71 % (64 % waiting), network 12 %, mysql cpu 9 %`: of the time of all requests; empty without any.
std::string blame_text(const std::vector<EndpointBlame>& endpoints);

} // namespace onsale::run
