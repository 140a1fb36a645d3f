#include "tests/unit/run/random_scenario.hpp"

#include <fmt/format.h>

#include <initializer_list>
#include <random>

namespace onsale::run {
namespace {

class Maker {
public:
  explicit Maker(std::uint64_t seed) : draws_(seed) {}

  std::string text()
  {
    return fmt::format(
        "system: chance\n"
        "hosts: {{app: {{cores: {}}}, db: {{cores: {}}}, generator: {{cores: 100}}}}\n"
        "processes: {{server: app, mysql: db, redis: db, k6: generator}}\n"
        "demands: {{law: {}}}\n"
        "network: {{round-trip: {}ms, backend-round-trip: {}ms}}\n"
        "booking: {{users: 100, events: 1, seats-per-event: 50}}\n"
        "settings:\n{}"
        "endpoints:\n"
        "  a: {{method: GET, path: /a, input: {{user: id, seat: seat}}, flow: [{}, {{respond: {{}}}}]}}\n"
        "  b: {{method: POST, path: /b, input: {{user: id, seat: seat}}, flow: [{}, {{respond: {{}}}}]}}\n"
        "options:\n{}"
        "journeys:\n  default:\n    steps:\n{}{}",
        one_of({"1", "2", "4"}), one_of({"1", "2"}), one_of({"constant", "exponential"}), one_of({"0", "1", "20"}),
        one_of({"0", "0.5"}), settings(), flow(), flow(), options(), steps(), faults());
  }

private:
  int below(int bound) { return static_cast<int>(draws_() % static_cast<std::uint64_t>(bound)); }
  bool often() { return below(2) == 0; }
  bool seldom() { return below(5) == 0; }
  std::string one_of(std::initializer_list<const char*> texts)
  {
    return texts.begin()[below(static_cast<int>(texts.size()))];
  }
  std::string from_to(int low, int high) { return std::to_string(low + below(high - low + 1)); }

  std::string settings()
  {
    std::string text = "  queue.unlimited: true\n";
    if (often())
      text += "  server.tomcat.threads.max: " + from_to(1, 20) + "\n";
    if (often())
      text += "  spring.datasource.hikari.maximum-pool-size: " + from_to(1, 5) + "\n";
    if (seldom())
      text += "  spring.datasource.hikari.connection-timeout: " + from_to(250, 2000) + "ms\n";
    if (seldom())
      text += "  server.tomcat.threads.max-queue-capacity: " + from_to(1, 5) + "\n";
    if (seldom())
      text += "  server.tomcat.max-connections: " + from_to(2, 20) +
              "\n  server.tomcat.accept-count: " + from_to(1, 5) + "\n";
    if (seldom())
      text += "  server.tomcat.max-keep-alive-requests: " + from_to(1, 3) + "\n";
    if (often())
      text += "  spring.jpa.open-in-view: false\n";
    return text;
  }

  std::string flow()
  {
    std::string text;
    for (int step = 0, steps = 1 + below(3); step < steps; ++step)
      text += (step > 0 ? ", " : "") + flow_step();
    return text;
  }

  std::string flow_step()
  {
    switch (below(6)) {
    case 0:
      return "{delay: " + from_to(1, 300) + "ms}";
    case 1:
      return "{query: " + from_to(1, 20) + "ms}";
    case 2:
      return "{redis: " + from_to(1, 5) + "ms}";
    case 3:
      return "{transaction: [{query: " + from_to(1, 10) +
             "ms}, {lock: {row: seats, key: seat}}, {query: " + from_to(1, 10) + "ms}]}";
    default:
      return "{cpu: " + from_to(1, 30) + "ms}";
    }
  }

  std::string options()
  {
    std::string text;
    if (seldom())
      text += "  noConnectionReuse: true\n";
    if (seldom())
      text += "  noVUConnectionReuse: true\n";
    if (seldom())
      text += "  minIterationDuration: " + from_to(100, 1500) + "ms\n";
    if (seldom())
      text += "  rps: " + from_to(5, 50) + "\n";
    text += "  scenarios:\n";
    for (int number = 0, scenarios = 1 + (seldom() ? 1 : 0); number < scenarios; ++number)
      text += fmt::format("    s{}: {{{}{}{}}}\n", number, executor(),
                          number > 0 ? ", startTime: " + from_to(1, 5) + "s" : "",
                          often() ? ", gracefulStop: " + from_to(0, 3) + "s" : "");
    return text;
  }

  std::string executor()
  {
    const std::string vus = from_to(1, 30);
    switch (below(6)) {
    case 0:
      return "executor: constant-vus, vus: " + vus + ", duration: " + from_to(1, 8) + "s";
    case 1:
      return fmt::format("executor: ramping-vus, startVUs: {}, gracefulRampDown: {}s, stages: [{}, {}, {}]",
                         from_to(0, 10), from_to(0, 3), stage(30), stage(30), stage(10));
    case 2:
      return fmt::format("executor: constant-arrival-rate, rate: {}, duration: {}s, preAllocatedVUs: {}, maxVUs: {}",
                         from_to(1, 60), from_to(1, 8), from_to(1, 10), from_to(10, 40));
    case 3:
      return fmt::format("executor: ramping-arrival-rate, startRate: {}, preAllocatedVUs: {}, stages: [{}, {}]",
                         from_to(0, 30), from_to(1, 20), stage(60), stage(60));
    case 4:
      return fmt::format("executor: per-vu-iterations, vus: {}, iterations: {}, maxDuration: {}s", vus, from_to(1, 10),
                         from_to(2, 8));
    default:
      return fmt::format("executor: shared-iterations, vus: {}, iterations: {}, maxDuration: {}s", vus,
                         from_to(30, 100), from_to(2, 8));
    }
  }

  std::string stage(int most) { return "{duration: " + from_to(0, 4) + "s, target: " + from_to(0, most) + "}"; }

  std::string steps()
  {
    std::string text = "      - select: {name: user, random_int: [1, 100]}\n"
                       "      - select: {name: place, random_int: [1, 50]}\n";
    for (int request = 0, requests = 1 + below(3); request < requests; ++request)
      text += fmt::format("      - request: {{endpoint: {}, send: {{id: user, seat: place}}{}}}\n", one_of({"a", "b"}),
                          seldom() ? ", timeout: " + from_to(50, 1000) + "ms" : "");
    return text + "      - sleep: {random: [0.05s, " + one_of({"0.1s", "0.5s", "2s"}) + "]}\n";
  }

  std::string faults()
  {
    if (not seldom())
      return "";
    return fmt::format("faults: [{{fault: {}, from: {}s, to: {}s}}]\n", one_of({"database down", "redis down"}),
                       from_to(0, 2), from_to(3, 6));
  }

  std::mt19937_64 draws_;
};

} // namespace

std::string random_scenario(std::uint64_t seed)
{
  return Maker(seed).text();
}

} // namespace onsale::run
