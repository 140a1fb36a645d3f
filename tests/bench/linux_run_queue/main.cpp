// linux_run_queue [SECONDS]: waits for one core of this machine beside those of engine::RunQueues, for threads that
// block in debt. The figures of tests/oracle/linux_run_queue_test.cpp come from it. Needs a quiet machine and a kernel
// with EEVDF and delayed dequeue (6.12 or later).
#include "tests/oracle/debtors.hpp"

#include <fmt/format.h>
#include <sched.h>
#include <sys/prctl.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <thread>
#include <vector>

namespace {

using namespace onsale::oracle;

double now_s(clockid_t clock)
{
  timespec at{};
  clock_gettime(clock, &at);
  return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) * 1e-9;
}

/// Without a system call: asking for the thread's CPU time makes the kernel look at its slice.
void spin(double rounds)
{
  for (auto left = static_cast<std::int64_t>(rounds); left > 0; --left)
    asm volatile("" ::"r"(left));
}

double rounds_per_second()
{
  constexpr double rounds = 2e7;
  double most = 0;
  for (int attempt = 0; attempt < 10; ++attempt) {
    const double start_s = now_s(CLOCK_MONOTONIC);
    spin(rounds);
    most = std::max(most, rounds / (now_s(CLOCK_MONOTONIC) - start_s));
  }
  return most;
}

/// @return how much later than it wanted the thread went on, s
double sleep_for(double duration_s)
{
  const double until_s = now_s(CLOCK_MONOTONIC) + duration_s;
  const auto whole = static_cast<time_t>(until_s);
  const timespec until{whole, static_cast<long>((until_s - static_cast<double>(whole)) * 1e9)};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
  return now_s(CLOCK_MONOTONIC) - until_s;
}

struct Measured {
  WaitsForTheCore waits;
  double cpu_s = 0;
};

void debtor(std::uint32_t number, const Debtors& debtors, double rounds_per_s, const std::atomic<bool>& ends,
            Measured& measured)
{
  prctl(PR_SET_TIMERSLACK, 1);
  std::minstd_rand draws(number + 1);
  const auto half_to_three_halves = [&] {
    return 0.5 + static_cast<double>(draws()) / static_cast<double>(std::minstd_rand::max());
  };
  while (not ends) {
    spin(debtors.long_burst_s * half_to_three_halves() * rounds_per_s);
    measured.waits.after_long_s.push_back(sleep_for(debtors.sleep_after_long_s * half_to_three_halves()));
    spin(debtors.short_burst_s * half_to_three_halves() * rounds_per_s);
    measured.waits.after_short_s.push_back(sleep_for(debtors.sleep_after_short_s * half_to_three_halves()));
  }
  measured.cpu_s = now_s(CLOCK_THREAD_CPUTIME_ID);
}

Measured measure(const Debtors& debtors, double duration_s)
{
  const double rounds_per_s = rounds_per_second();
  std::atomic<bool> ends = false;
  std::vector<Measured> each(debtors.threads);
  std::vector<std::jthread> threads;
  for (std::uint32_t number = 0; number < debtors.threads; ++number)
    threads.emplace_back([&, number] { debtor(number, debtors, rounds_per_s, ends, each[number]); });
  std::this_thread::sleep_for(std::chrono::duration<double>(duration_s));
  ends = true;
  threads.clear();
  Measured all;
  const auto append = [](std::vector<double>& to, const std::vector<double>& from) {
    to.insert(to.end(), from.begin(), from.end());
  };
  for (const Measured& one : each) {
    append(all.waits.after_long_s, one.waits.after_long_s);
    append(all.waits.after_short_s, one.waits.after_short_s);
    all.cpu_s += one.cpu_s;
  }
  return all;
}

void show(const char* name, const std::vector<double>& waits_s)
{
  const Waits waits = summary_of(waits_s);
  fmt::print("  {:<22} {:>6} waits: mean {:6.2f} ms, med {:6.2f}, p90 {:6.2f}, p99 {:6.2f}\n", name, waits_s.size(),
             waits.mean_ms, waits.med_ms, waits.p90_ms, waits.p99_ms);
}

void compare(Debtors debtors, double duration_s)
{
  const Measured measured = measure(debtors, duration_s);
  const double loop_s = measured.cpu_s / static_cast<double>(measured.waits.after_short_s.size());
  const double slower = loop_s / (debtors.long_burst_s + debtors.short_burst_s);
  fmt::print("{} threads: {:.2f} ms, sleep {:.2f} ms, {:.2f} ms, sleep {:.2f} ms; CPU time of a loop {:.3f} ms\n",
             debtors.threads, debtors.long_burst_s * 1e3, debtors.sleep_after_long_s * 1e3, debtors.short_burst_s * 1e3,
             debtors.sleep_after_short_s * 1e3, loop_s * 1e3);
  debtors.long_burst_s *= slower;
  debtors.short_burst_s *= slower;
  const WaitsForTheCore expected = simulated(debtors, duration_s);
  show("after long, Linux", measured.waits.after_long_s);
  show("after long, simulated", expected.after_long_s);
  show("after short, Linux", measured.waits.after_short_s);
  show("after short, simulated", expected.after_short_s);
}

} // namespace

int main(int argc, char** argv)
{
  const double duration_s = argc > 1 ? std::strtod(argv[1], nullptr) : 10;
  cpu_set_t first;
  CPU_ZERO(&first);
  CPU_SET(0, &first);
  sched_setaffinity(0, sizeof first, &first);
  constexpr std::array works = {Debtors{12, 0.73e-3, 2e-3, 0.03e-3, 1e-3},
                                Debtors{20, 0.73e-3, 0.2e-3, 0.03e-3, 0.05e-3},
                                Debtors{16, 0.2e-3, 0.5e-3, 0.2e-3, 0.5e-3}};
  for (const Debtors& debtors : works)
    compare(debtors, duration_s);
}
