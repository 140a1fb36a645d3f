#include "calibration/host/core_benchmark.hpp"
#include "sim/cli/commands.hpp"

#include <fmt/format.h>

#include <memory>

namespace onsale::cli {

void add_calibrate_host(CLI::App& calibrate, int& exit_code)
{
  struct HostCommand {
    native::BenchmarkOptions benchmark;
    bool json = false;
  };
  auto options = std::make_shared<HostCommand>();
  CLI::App* command = calibrate.add_subcommand("host", "Measure how fast this machine runs the embedded booking core");
  command->add_option("--repetitions", options->benchmark.repetitions, "Measured repetitions")
      ->check(CLI::Range(2, 10000))
      ->capture_default_str();
  command->add_flag("--json", options->json, "Machine-readable output");
  command->footer(
      "It times the booking logic alone, without HTTP, JSON, a database or a JVM: good for how handlers compare\n"
      "with each other and machines with each other, not for a handler's demand in a scenario.\n\n"
      "Example:\n"
      "  onsale calibrate host --repetitions 50");
  command->callback([options, &exit_code] {
    const native::BenchmarkResult result = native::benchmark_core(options->benchmark);
    fmt::print("{}", options->json ? native::benchmark_json(result) : native::benchmark_text(result));
    exit_code = 0;
  });
}

} // namespace onsale::cli
