#include "sim/cli/interrupt.hpp"

#include <unistd.h>

#include <csignal>

namespace onsale::cli {
namespace {

// A signal handler can reach nothing but globals.
volatile std::sig_atomic_t guards = 0;
volatile std::sig_atomic_t signal_heard = 0;

void interrupted(int signal)
{
  const bool impatient = signal_heard != 0; // asked twice: better a left-over file than a program that does not stop
  if (guards == 0 || impatient)
    _exit(128 + signal);
  signal_heard = signal;
}

} // namespace

InterruptGuard::InterruptGuard()
{
  guards = guards + 1;
}

InterruptGuard::~InterruptGuard()
{
  guards = guards - 1;
}

int InterruptGuard::heard() const
{
  return signal_heard == 0 ? 0 : 128 + signal_heard;
}

void InterruptGuard::check() const
{
  if (const int exit_code = heard())
    throw Interrupted{exit_code};
}

void hear_interrupts()
{
  std::signal(SIGINT, interrupted);
  std::signal(SIGTERM, interrupted);
}

} // namespace onsale::cli
