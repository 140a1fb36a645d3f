#include "sim/cli/interrupt.hpp"

#include <unistd.h>

#include <csignal>

namespace onsale::cli {
namespace {

// A signal handler can reach nothing but globals.
volatile std::sig_atomic_t guards = 0;
volatile std::sig_atomic_t heard = 0; // the signal

void interrupted(int signal)
{
  const bool impatient = heard != 0; // asked twice: better a left-over file than a program that does not stop
  if (guards == 0 || impatient)
    _exit(128 + signal);
  heard = signal;
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

void InterruptGuard::check() const
{
  if (heard != 0)
    throw Interrupted{128 + heard};
}

void hear_interrupts()
{
  std::signal(SIGINT, interrupted);
  std::signal(SIGTERM, interrupted);
}

} // namespace onsale::cli
