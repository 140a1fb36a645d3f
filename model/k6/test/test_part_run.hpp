/// Setup or teardown of a test: its parts, one repetition after the other, by a user of their own.
#pragma once

#include "model/k6/user/virtual_user.hpp"
#include "model/k6/user/virtual_user_buffer.hpp"
#include "sim/engine/simulation.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace onsale::k6 {

class TestPartRun final : public IterationSource {
public:
  struct Part {
    Workload* workload = nullptr;
    std::uint64_t repeat = 1;
  };
  struct Events {
    std::function<void()> finished;
    std::function<void()> timed_out; ///< nothing runs any more
  };

  TestPartRun(engine::Simulation& simulation, Events events);

  /// Without parts it is finished at once.
  /// @param timeout  for all parts together
  void start(std::vector<Part> parts, VirtualUserBuffer& users, engine::Duration timeout);
  void abort();
  bool running() const { return user_ != nullptr; }

  Turn next_turn(VirtualUser& user) override;
  void left(VirtualUser& user) override;

private:
  void next_part();
  void time_out();

  engine::Simulation& simulation_;
  Events events_;
  engine::Timer timeout_;
  std::vector<Part> parts_;
  VirtualUser* user_ = nullptr; // while setup runs
  std::uint32_t part_ = 0;
  std::uint64_t repetition_ = 0;
};

} // namespace onsale::k6
