#include "tests/cli/lean_scenario.hpp"

namespace onsale::cli {

std::string lean_scenario(const Lean& wanted)
{
  return "system: lean\n"
         "hosts: {app: {cores: 1}, db: {cores: 1}, generator: {cores: 1000}}\n"
         "processes: {server: app, mysql: db, redis: db, k6: generator}\n"
         "demands: {law: exponential}\n"
         "network: {round-trip: 0s, backend-round-trip: 0s}\n"
         "jvm: {thread-start-cpu: 0s}\n"
         "settings:\n"
         "  server.tomcat.max-keep-alive-requests: -1\n"
         "  spring.jpa.open-in-view: false\n"
         "  queue.unlimited: true\n" +
         wanted.settings +
         "endpoints:\n"
         "  a: {method: GET, path: /a, flow: [" +
         wanted.flow +
         "]}\n"
         "options:\n"
         "  scenarios:\n"
         "    s: {" +
         wanted.executor +
         "}\n"
         "journeys:\n"
         "  default: {steps: [" +
         wanted.steps + "]}\n" + wanted.more;
}

} // namespace onsale::cli
