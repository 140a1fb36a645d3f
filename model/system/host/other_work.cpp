#include "model/system/host/other_work.hpp"

#include "model/system/threads.hpp"

namespace onsale::system {

using engine::seconds;

OtherWork::OtherWork(engine::Simulation& simulation, engine::ProcessorSharing& cpu, engine::RunQueue* queue,
                     const OtherWorkOptions& options, const engine::RandomFamily& family, std::uint64_t host)
    : simulation_(simulation), cpu_(cpu), queue_(queue), group_(cpu.add_group("other work")), thread_(group_),
      options_(options), draws_(family, host)
{
  simulation_.spawn(run());
}

engine::Process OtherWork::run()
{
  const double mean_burst_s = options_.burst.mean_s();
  const auto gap = engine::Distribution::exponential(mean_burst_s / options_.share - mean_burst_s);
  for (;;) {
    co_await engine::Sleep{simulation_, seconds(gap.sample(draws_))};
    const engine::Duration burst = seconds(options_.burst.sample(draws_));
    if (queue_ != nullptr)
      co_await CpuTime(*queue_, thread_, burst);
    else
      co_await CpuTime(cpu_, burst, group_);
  }
}

} // namespace onsale::system
