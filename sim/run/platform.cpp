#include "sim/run/platform.hpp"

#include <simgrid/s4u.hpp>
#include <xbt/log.h>

namespace onsale::run {

namespace s4u = simgrid::s4u;

Platform::Platform(const std::vector<system::HostOptions>& hosts)
{
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

} // namespace onsale::run
