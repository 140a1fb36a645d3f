#include "tests/bench/measured_child.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <ctime>
#include <stdexcept>

namespace onsale::bench {
namespace {

double cpu_seconds()
{
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Field "VmHWM", the peak: what was freed at the end of the run counts too.
double peak_resident_bytes()
{
  std::FILE* status = std::fopen("/proc/self/status", "r");
  if (status == nullptr)
    throw std::runtime_error("/proc/self/status cannot be read");
  char line[256];
  double kib = 0;
  while (std::fgets(line, sizeof line, status) != nullptr)
    if (std::sscanf(line, "VmHWM: %lf kB", &kib) == 1)
      break;
  std::fclose(status);
  return kib * 1024;
}

} // namespace

Measured measured_in_child(const std::function<ClosedWebTierResult()>& run)
{
  int ends[2];
  if (pipe(ends) != 0)
    throw std::runtime_error("no pipe to a child process");
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child < 0)
    throw std::runtime_error("no child process");
  if (child == 0) {
    Measured measured;
    const double before_bytes = peak_resident_bytes();
    const double before_s = cpu_seconds();
    measured.result = run();
    measured.cpu_s = cpu_seconds() - before_s;
    measured.resident_bytes = peak_resident_bytes() - before_bytes;
    const bool sent = write(ends[1], &measured, sizeof measured) == static_cast<ssize_t>(sizeof measured);
    _exit(sent ? 0 : 1);
  }
  close(ends[1]);
  Measured measured;
  const bool received = read(ends[0], &measured, sizeof measured) == static_cast<ssize_t>(sizeof measured);
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (not received || status != 0)
    throw std::runtime_error("a measurement failed in its child process");
  return measured;
}

} // namespace onsale::bench
