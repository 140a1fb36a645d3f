// How often calibrated intervals of 95 % hold the value that made the data: simulate, calibrate, compare, over many
// seeds.
//   recovery_share [SEEDS]
#include "tests/unit/calibration_fit/small_system.hpp"

#include <cstdlib>

int main(int argc, char** argv)
{
  using namespace onsale;
  using namespace onsale::fit;
  const std::size_t seeds = argc > 1 ? static_cast<std::size_t>(std::atoi(argv[1])) : 40;
  const std::vector<std::string> names = {read_cpu, query, pay_cpu};
  const SmallValues truth;
  const std::vector<double> expected = {truth.read_cpu, truth.query, truth.pay_cpu};
  std::vector<std::size_t> covered(names.size(), 0);
  std::vector<double> width(names.size(), 0);
  for (std::size_t seed = 1; seed <= seeds; ++seed) {
    const Recovery recovery(truth, {.read_cpu = 2, .query = 9, .pay_cpu = 5}, 1000 + seed);
    const Calibration found =
        recovery.calibrate(names, {.seed = seed, .jobs = run::available_cores(), .advise = false});
    fmt::print("seed {:>2}", seed);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const ParameterInterval& interval = found.uncertainty.intervals[i];
      const bool holds = interval.low <= expected[i] && expected[i] <= interval.high;
      covered[i] += holds ? 1 : 0;
      width[i] += std::log(interval.high / interval.low) / 2;
      fmt::print("  {:.3f} [{:.3f}, {:.3f}]{}", interval.value, interval.low, interval.high, holds ? " " : "!");
    }
    fmt::print("  misfit {:.2f}\n", found.uncertainty.misfit);
    std::fflush(stdout);
  }
  const auto count = static_cast<double>(seeds);
  for (std::size_t i = 0; i < names.size(); ++i)
    fmt::print("{:<32} true {:g} ms: inside in {:.1f} % of {} seeds, half-width {:.1f} % on average\n", names[i],
               expected[i], 100 * static_cast<double>(covered[i]) / count, seeds, 100 * width[i] / count);
  return 0;
}
