/// `onsale_bench closed_web_tier` prints the table; everything else is Google Benchmark's.
#include "tests/bench/closed_web_tier_table.hpp"

#include <benchmark/benchmark.h>

#include <cstring>

int main(int argc, char** argv)
{
  if (argc == 2 && std::strcmp(argv[1], "closed_web_tier") == 0)
    return onsale::bench::print_closed_web_tier_table() ? 0 : 1;
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv))
    return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
