#include "model/system/host/other_work.hpp"

namespace onsale::system {

using engine::seconds;

OtherWork::OtherWork(engine::Simulation& simulation, engine::Cpu& cpu, const OtherWorkOptions& options,
                     const engine::RandomFamily& family, std::uint64_t host)
    : simulation_(simulation), cpu_(cpu), thread_(cpu.add_process("other work")), options_(options),
      draws_(family, host)
{
  simulation_.spawn(run());
}

engine::Process OtherWork::run()
{
  const double mean_burst_s = options_.burst.mean_s();
  const auto gap = engine::Distribution::exponential(mean_burst_s / options_.share - mean_burst_s);
  for (;;) {
    co_await engine::Sleep{simulation_, seconds(gap.sample(draws_))};
    co_await cpu_.run(thread_, seconds(options_.burst.sample(draws_)));
  }
}

} // namespace onsale::system
