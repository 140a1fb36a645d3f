/// Ctrl-C: stops at once, and leaves nothing half done, or ends a run in good order. A second one always stops at once.
#pragma once

namespace onsale::cli {

/// Thrown where a run notices the interrupt, so that files that are being written are removed on the way out.
struct Interrupted {
  int exit_code = 130; ///< 128 and the signal's number, as shells say it
};

/// While one lives, an interrupt is only noted; without one it ends the process at once.
class InterruptGuard {
public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  /// @throws Interrupted if there was one
  void check() const;
  /// 128 and the signal's number, if there was one, else 0: for who brings his work to a good end.
  int heard() const;
};

/// To be called once, at the start of the program.
void hear_interrupts();

} // namespace onsale::cli
