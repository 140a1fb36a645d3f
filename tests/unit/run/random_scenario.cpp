#include "tests/unit/run/random_scenario.hpp"

#include <cstddef>
#include <initializer_list>
#include <random>

namespace onsale::run {
namespace {

/// Parts in order: the elements of a braced list are drawn from left to right, operands of + in any order.
std::string all(std::initializer_list<std::string> parts)
{
  std::string text;
  for (const std::string& each : parts)
    text += each;
  return text;
}

class Maker {
public:
  explicit Maker(std::uint64_t seed) : draws_(seed) {}

  std::string text()
  {
    return all({"system: chance\nhosts: {app: {cores: ",
                one_of({"1", "2", "4"}),
                "}, db: {cores: ",
                one_of({"1", "2"}),
                "}, generator: {cores: 100}}\n",
                "processes: {server: app, mysql: db, redis: db, k6: generator}\n",
                "demands: {law: ",
                one_of({"constant", "exponential"}),
                "}\n",
                "network: {round-trip: ",
                one_of({"0", "1", "20"}),
                "ms, backend-round-trip: ",
                one_of({"0", "0.5"}),
                "ms}\n",
                "booking: {users: 100, events: 1, seats-per-event: 50}\n",
                "settings:\n",
                settings(),
                "endpoints:\n",
                endpoint("a", "GET"),
                endpoint("b", "POST"),
                "options:\n",
                options(),
                "journeys:\n  default:\n    steps:\n",
                steps(),
                faults()});
  }

private:
  int below(int bound) { return static_cast<int>(draws_() % static_cast<std::uint64_t>(bound)); }
  bool often() { return below(2) == 0; }
  bool seldom() { return below(5) == 0; }
  std::string one_of(std::initializer_list<const char*> texts)
  {
    return texts.begin()[static_cast<std::size_t>(below(static_cast<int>(texts.size())))];
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
      text += all({"  server.tomcat.max-connections: ", from_to(2, 20),
                   "\n  server.tomcat.accept-count: ", from_to(1, 5), "\n"});
    if (seldom())
      text += "  server.tomcat.max-keep-alive-requests: " + from_to(1, 3) + "\n";
    if (often())
      text += "  spring.jpa.open-in-view: false\n";
    return text;
  }

  std::string endpoint(const std::string& name, const std::string& method)
  {
    return all({"  ", name, ": {method: ", method, ", path: /", name, ", input: {user: id, seat: seat}, flow: [",
                flow(), ", {respond: {}}]}\n"});
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
      return all({"{transaction: [{query: ", from_to(1, 10),
                  "ms}, {lock: {row: seats, key: seat}}, {query: ", from_to(1, 10), "ms}]}"});
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
      text += all({"    s", std::to_string(number), ": {", executor(),
                   number > 0 ? ", startTime: " + from_to(1, 5) + "s" : "",
                   often() ? ", gracefulStop: " + from_to(0, 3) + "s" : "", "}\n"});
    return text;
  }

  std::string executor()
  {
    switch (below(6)) {
    case 0:
      return all({"executor: constant-vus, vus: ", from_to(1, 30), ", duration: ", from_to(1, 8), "s"});
    case 1:
      return all({"executor: ramping-vus, startVUs: ", from_to(0, 10), ", gracefulRampDown: ", from_to(0, 3),
                  "s, stages: [", stage(30), ", ", stage(30), ", ", stage(10), ", {duration: 1s, target: 1}]"});
    case 2:
      return all({"executor: constant-arrival-rate, rate: ", from_to(1, 60), ", duration: ", from_to(1, 8),
                  "s, preAllocatedVUs: ", from_to(1, 10), ", maxVUs: ", from_to(10, 40)});
    case 3:
      return all({"executor: ramping-arrival-rate, startRate: ", from_to(0, 30), ", preAllocatedVUs: ", from_to(1, 20),
                  ", stages: [", stage(60), ", ", stage(60), ", {duration: 1s, target: 5}]"});
    case 4:
      return all({"executor: per-vu-iterations, vus: ", from_to(1, 30), ", iterations: ", from_to(1, 10),
                  ", maxDuration: ", from_to(2, 8), "s"});
    default:
      return all({"executor: shared-iterations, vus: ", from_to(1, 30), ", iterations: ", from_to(30, 100),
                  ", maxDuration: ", from_to(2, 8), "s"});
    }
  }

  std::string stage(int most) { return all({"{duration: ", from_to(0, 4), "s, target: ", from_to(0, most), "}"}); }

  std::string steps()
  {
    std::string text = "      - select: {name: user, random_int: [1, 100]}\n"
                       "      - select: {name: place, random_int: [1, 50]}\n";
    for (int request = 0, requests = 1 + below(3); request < requests; ++request)
      text += all({"      - request: {endpoint: ", one_of({"a", "b"}), ", send: {id: user, seat: place}",
                   seldom() ? ", timeout: " + from_to(50, 1000) + "ms" : "", "}\n"});
    return text + "      - sleep: {random: [0.05s, " + one_of({"0.1s", "0.5s", "2s"}) + "]}\n";
  }

  std::string faults()
  {
    if (not seldom())
      return "";
    return all({"faults: [{fault: ", one_of({"database down", "redis down"}), ", from: ", from_to(0, 2),
                "s, to: ", from_to(3, 6), "s}]\n"});
  }

  std::mt19937_64 draws_;
};

} // namespace

std::string random_scenario(std::uint64_t seed)
{
  return Maker(seed).text();
}

} // namespace onsale::run
