/// Random small systems with random clients, for tests that something holds whatever happens. Most features are
/// switched off in most systems, so that a failure can be seen alone.
#pragma once

#include "sim/engine/random.hpp"
#include "tests/unit/system/system_fixture.hpp"

namespace onsale::system {

class RandomSystem {
public:
  explicit RandomSystem(std::uint64_t seed) : family_(seed, 0, "random system"), draws_(family_, 0) {}

  std::string text()
  {
    std::string text = "system: random\nhosts: {a: {cores: " + one_of({"1", "2", "100"}) +
                       ", memory: 1GiB}, b: {cores: 1}}\nprocesses: {mysql: " + one_of({"a", "b"}) +
                       ", k6: " + one_of({"a", "b"}) + "}\n";
    text +=
        "network: {round-trip: " + one_of({"0s", "1ms"}) + ", backend-round-trip: " + one_of({"0s", "0.5ms"}) + "}\n";
    text += "demands: {law: " + one_of({"constant", "gamma", "exponential"}) + "}\n";
    if (chance(0.3))
      text += "client: {request-cpu: 1ms, response-cpu: 1ms, output-cpu: 1ms}\n";
    if (chance(0.4))
      text += "jvm: {young-pause: " + one_of({"5ms", "300ms"}) + ", live-baseline: " + one_of({"0B", "150MiB"}) + "}\n";
    if (chance(0.5))
      text +=
          "mysql: {fsync: 1ms, commit-cpu: 0.1ms, buffer-pool-miss: " + one_of({"0%", "50%"}) + ", page-read: 1ms}\n";
    text += "booking: {users: 20, events: 3, seats-per-event: 4, price: 100, balance: 250, hold-ttl: " +
            one_of({"1s", "5m"}) + "}\nsettings: {jvm.max-heap: " + one_of({"256MiB", "1GiB"}) +
            ", queue.unlimited: " + one_of({"true", "false"});
    const auto setting = [&](const std::string& name, std::initializer_list<const char*> values) {
      if (chance(0.3))
        text += ", " + name + ": " + one_of(values);
    };
    setting("server.tomcat.threads.max", {"1", "3"});
    setting("server.tomcat.threads.max-queue-capacity", {"0", "2"});
    setting("server.tomcat.max-connections", {"1", "5"});
    setting("server.tomcat.accept-count", {"0", "3"});
    setting("server.tomcat.keep-alive-timeout", {"100ms", "1s"});
    setting("server.tomcat.max-keep-alive-requests", {"1", "3"});
    setting("spring.threads.virtual.enabled", {"true"});
    setting("spring.datasource.hikari.maximum-pool-size", {"1", "2"});
    setting("spring.datasource.hikari.connection-timeout", {"250ms"});
    setting("spring.jpa.open-in-view", {"false"});
    setting("spring.data.redis.lettuce.pool.max-active", {"1", "2"});
    setting("mysql.innodb_lock_wait_timeout", {"1s"});
    text += "}\nendpoints:\n";
    for (const char* name : {"one", "two", "three"}) {
      text += "  " + std::string(name) + ":\n    path: /\n";
      if (chance(0.5))
        text += "    allocates: 64MiB\n    holds: " + one_of({"0B", "40MiB"}) + "\n";
      text += "    input: {user: u, token: t, event: e, seat: s, hold: h, reservation: r, amount: a}\n";
      locks_ = 0;
      text += "    flow: " + steps(3) + "\n";
    }
    return text;
  }

  Request request()
  {
    return {.endpoint = static_cast<http::NameId>(draws_.below(3)),
            .send = {{"u", number(20)},
                     {"e", number(3)},
                     {"s", number(12)},
                     {"h", number(30)},
                     {"r", number(20)},
                     {"t", number(20) - 1},
                     {"a", number(50)}},
            .fresh = chance(0.2),
            .patience_s = chance(0.3) ? 0.02 + draws_.uniform() : 60};
  }
  double uniform() { return draws_.uniform(); }

private:
  bool chance(double p) { return draws_.uniform() < p; }
  double number(std::uint64_t largest) { return static_cast<double>(1 + draws_.below(largest)); }
  std::string one_of(std::initializer_list<const char*> values)
  {
    return *(values.begin() + draws_.below(values.size()));
  }

  std::string steps(int depth)
  {
    std::string list = "[";
    const std::uint64_t count = 1 + draws_.below(4);
    for (std::uint64_t k = 0; k < count; ++k)
      list += step(depth) + ", ";
    return list + "{respond: {list: ids, fields: {id: hold, token: token}}}]";
  }
  std::string step(int depth)
  {
    const std::string call = std::string(booking_call_names().at(draws_.below(booking_call_names().size())));
    std::uint64_t kind = draws_.below(depth > 0 ? 10 : 7);
    if ((kind == 3 || kind == 4) && ++locks_ > max_locks)
      kind = 0;
    switch (kind) {
    case 0:
      return "{cpu: " + one_of({"0.1ms", "5ms"}) + "}";
    case 1:
      return "{redis: " + one_of({"20us", "2ms"}) + "}";
    case 2:
      return "{query: {cpu: 1ms, scan: holds, per-row: 1us, pages: " + one_of({"0", "2"}) + "}}";
    case 3:
      return "{lock: {row: seats, key: " + one_of({"seat", "hold"}) + "}}";
    case 4:
      return "{lock: {application: user, key: user, wait: " + one_of({"0s", "50ms"}) + "}}";
    case 5:
      return "{booking: " + call + "}";
    case 6:
      return "{delay: " + one_of({"1ms", "100ms"}) + "}";
    case 7:
      return "{transaction: " + steps(depth - 1) + "}";
    case 8:
      return "{branch: {when: seat > 6, then: " + steps(depth - 1) + "}}";
    default:
      return "{booking: {call: " + call + ", on: {ok: " + steps(depth - 1) + ", not_found: [{delay: 1ms}]}}}";
    }
  }

  engine::RandomFamily family_;
  engine::RandomStream draws_;
  std::size_t locks_ = 0; // of the endpoint that is being made
};

inline engine::Process jobs(SystemRig& rig, int runs)
{
  for (int k = 0; k < runs; ++k) {
    co_await engine::Sleep{rig.simulation, engine::seconds(0.5)};
    co_await rig.system->waiting_queue.promote();
    rig.system->waiting_queue.expire();
  }
}

/// The same user may still be waiting for its last answer, so each user sends one after the other.
inline engine::Process visits(SystemRig& rig, RandomSystem& random, std::uint32_t user, int count)
{
  for (int k = 0; k < count; ++k) {
    const Request request = random.request();
    co_await rig.one_request(user, request);
    co_await engine::Sleep{rig.simulation, engine::seconds(0.3 * random.uniform())};
  }
}

inline void load(SystemRig& rig, RandomSystem& random)
{
  for (std::uint32_t user = 0; user < 12; ++user)
    rig.simulation.spawn(visits(rig, random, user, 20));
  rig.simulation.spawn(jobs(rig, 20));
}

} // namespace onsale::system
