// A partition and its consumer are one server with one queue.
#include "model/system/kafka/kafka.hpp"
#include "tests/oracle/expect_covers.hpp"
#include "tests/oracle/queues.hpp"
#include "tests/unit/system/system_fixture.hpp"

namespace onsale::oracle {
namespace {

engine::Process published(system::SystemRig& rig, engine::RandomStream draws, double rate_per_s, double until_s)
{
  for (std::uint32_t user = 0; engine::in_seconds(rig.simulation.now()) < until_s; ++user) {
    co_await engine::Sleep{rig.simulation, engine::seconds(draws.exponential(1 / rate_per_s))};
    rig.at(engine::in_seconds(rig.simulation.now()), user % 100);
  }
}

} // namespace

// M/G/1 at rho = 0.7 by Pollaczek and Khinchine: E[R] = S + rho (1 + cv^2) / (2 (1 - rho)) S, whatever a poll takes
// along and commits together, as long as commits take no time.
TEST(Partition, MakesMessagesWaitAsMg1)
{
  for (const double cv : {0.0, 1.0}) {
    const std::string law = cv == 0 ? "constant" : "exponential";
    const auto seen = replicate([&](std::uint32_t number) {
      system::SystemRig rig(
          system::free_machine("jvm: {thread-start-cpu: 0s}\n"
                               "settings: {spring.kafka.consumer.max-poll-records: 5}\n"
                               "kafka: {topics: {orders: {}}}\n"
                               "endpoints: {order: {path: /, flow: [{publish: orders}, {respond: {}}]}}\n"
                               "listeners: {work: {topic: orders, flow: [{delay: {mean: 10ms, law: " +
                               law + "}}]}}\n"),
          1 + number);
      engine::RandomFamily family(1, number, "arrivals");
      rig.simulation.spawn(published(rig, engine::RandomStream(family, 0), 70, 100));
      rig.run();
      const auto& group = *rig.system->part<system::Kafka>(system::kafka_part).groups().front();
      return std::vector<double>{1e3 * group.delays_s() / static_cast<double>(group.handled())};
    });
    expect_covers(seen[0], 10 + 0.7 * (1 + cv * cv) / (2 * 0.3) * 10, "mean delay, " + law);
  }
}

} // namespace onsale::oracle
