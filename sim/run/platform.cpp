#include "sim/run/platform.hpp"

#include <simgrid/s4u.hpp>
#include <xbt/log.h>

#include <array>
#include <csignal>

namespace onsale::run {

namespace s4u = simgrid::s4u;

namespace {

/// SimGrid answers interrupts and crashes itself, by ending the process where it stands. They stay the program's; an
/// interrupt meanwhile waits until then.
class KeptSignals {
public:
  KeptSignals()
  {
    sigset_t interrupt;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    pthread_sigmask(SIG_BLOCK, &interrupt, &mask_);
    for (std::size_t i = 0; i < signals.size(); ++i)
      sigaction(signals[i], nullptr, &kept_[i]);
  }
  ~KeptSignals()
  {
    for (std::size_t i = 0; i < signals.size(); ++i)
      sigaction(signals[i], &kept_[i], nullptr);
    pthread_sigmask(SIG_SETMASK, &mask_, nullptr);
  }
  KeptSignals(const KeptSignals&) = delete;
  KeptSignals& operator=(const KeptSignals&) = delete;

private:
  static constexpr std::array<int, 3> signals = {SIGINT, SIGSEGV, SIGBUS};
  std::array<struct sigaction, signals.size()> kept_{};
  sigset_t mask_{};
};

engine::Process run_once(engine::Simulation& simulation, const std::function<engine::Task<>()>& job,
                         s4u::SemaphorePtr ended)
{
  co_await job();
  simulation.in_simgrid([ended] { ended->release(); });
}

} // namespace

Platform::Platform(const std::vector<system::HostOptions>& hosts)
{
  const KeptSignals kept_signals;
  // SimGrid takes its options from an argument vector; ours are not its business.
  static int argc = 1;
  static char name[] = "onsale";
  static char* arguments[] = {name, nullptr};
  static char** argv = arguments;
  static s4u::Engine engine(&argc, argv);
  xbt_log_control_set("root.thresh:warning");
#if defined(__SANITIZE_ADDRESS__)
  s4u::Engine::set_config("contexts/factory:thread"); // the only contexts that sanitizers understand
#endif
  auto* site = s4u::create_full_zone("site");
  for (const system::HostOptions& host : hosts)
    hosts_.push_back(
        site->create_host(host.name, 1.0)->set_core_count(std::max(1, static_cast<int>(host.cpu.cores)))->seal());
  site->seal();
}

void Platform::add_job(const char* name, std::size_t host, engine::Duration delay, std::function<void()> job)
{
  s4u::Actor::create(name, hosts_.at(host), [delay, job = std::move(job)] {
    while (true) {
      s4u::this_actor::sleep_for(engine::in_seconds(delay));
      job();
    }
  });
}

void Platform::add_job(const char* name, std::size_t host, engine::Duration delay, engine::Simulation& simulation,
                       std::function<engine::Task<>()> job)
{
  s4u::Actor::create(name, hosts_.at(host), [delay, &simulation, job = std::move(job)] {
    const auto ended = s4u::Semaphore::create(0);
    while (true) {
      s4u::this_actor::sleep_for(engine::in_seconds(delay));
      simulation.spawn(run_once(simulation, job, ended));
      ended->acquire();
    }
  });
}

} // namespace onsale::run
