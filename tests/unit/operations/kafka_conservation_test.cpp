// Random brokers under random outages and kills: with acks=all no acknowledged message is lost, and none is told twice
// unless a process died with it.
#include "model/system/kafka/kafka.hpp"
#include "sim/engine/random.hpp"
#include "tests/unit/operations/operations_fixture.hpp"

#include <gmock/gmock.h>

namespace onsale::system {
namespace {

class RandomBroker {
public:
  explicit RandomBroker(std::uint64_t seed) : family_(seed, 0, "random broker"), draws_(family_, 0) {}

  bool chance(double p) { return draws_.uniform() < p; }
  std::string one_of(std::initializer_list<const char*> values)
  {
    return *(values.begin() + draws_.below(values.size()));
  }
  std::string system()
  {
    return free_machine(
        "jvm: {thread-start-cpu: 0s}\n"
        "settings: {spring.kafka.producer.properties.linger.ms: " +
        one_of({"0ms", "5ms"}) + ", spring.kafka.consumer.max-poll-records: " + one_of({"1", "3", "500"}) +
        ", spring.kafka.producer.batch-size: " + one_of({"1B", "1000B", "16384B"}) +
        ", spring.kafka.consumer.properties.session.timeout.ms: 500ms}\n"
        "kafka: {round-trip: " +
        one_of({"0s", "2ms"}) + ", append: " + one_of({"0s", "1ms"}) + ", replicate: " + one_of({"0s", "5ms"}) +
        ", topics: {orders: {partitions: " + one_of({"1", "3"}) + "}}}\n" +
        "services: {other: {time: 1ms, failing: " + one_of({"0%", "40%"}) +
        "}}\n"
        "endpoints: {order: {path: /, input: {user: id}, flow: [{publish: {topic: orders, wait: true, key: user}}, "
        "{respond: {}}]}}\n"
        "listeners: {work: {topic: orders, concurrency: " +
        one_of({"1", "2"}) + ", retries: 2, flow: [{cpu: 2ms}, {call: other}, {transaction: [{query: 1ms}]}]}}\n");
  }
  double uniform() { return draws_.uniform(); }

private:
  engine::RandomFamily family_;
  engine::RandomStream draws_;
};

engine::Process trouble(SystemRig& rig, RandomBroker& random, bool kills)
{
  Application& application = rig.system->application;
  Kafka& kafka = rig.system->part<Kafka>(kafka_part);
  for (int i = 0; i < 5; ++i) {
    co_await engine::Sleep{rig.simulation, engine::seconds(0.3 * random.uniform())};
    kafka.stop();
    co_await engine::Sleep{rig.simulation, engine::seconds(0.1 * random.uniform())};
    kafka.start();
    if (not kills)
      continue;
    co_await engine::Sleep{rig.simulation, engine::seconds(0.1 * random.uniform())};
    application.stop_instance(static_cast<std::size_t>(i) % 2, Cause::server_stopped, random.chance(0.3));
    co_await engine::Sleep{rig.simulation, engine::seconds(0.2 * random.uniform())};
    application.start_instance(static_cast<std::size_t>(i) % 2);
  }
}

} // namespace

TEST(KafkaConservation, NoAcknowledgedMessageIsLostAndNoneToldTwiceWithoutADeath)
{
  std::uint64_t redelivered = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    RandomBroker random(seed);
    const bool kills = random.chance(0.5);
    const std::string text = random.system();
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + text);
    SystemRig rig(text, seed);
    rig.system->application.start_instance(rig.system->application.add_instance());
    rig.simulation.spawn(trouble(rig, random, kills));
    for (std::uint32_t user = 0; user < 150; ++user)
      rig.at(1.5 * random.uniform(), user, {.send = {{"id", user + 1.0}}});
    rig.run();
    EXPECT_EQ(rig.ended.size(), 150u);
    const auto acknowledged = static_cast<std::uint64_t>(
        std::ranges::count_if(rig.ended, [](const Ended& each) { return each.status == 200; }));
    Kafka& kafka = rig.system->part<Kafka>(kafka_part);
    const ConsumerGroup& group = *kafka.groups().front();
    const std::uint64_t there = kafka.topic(std::size_t{0}).messages();
    EXPECT_EQ(group.lag(), 0);
    EXPECT_GE(there, acknowledged);
    EXPECT_GE(group.handled() + 0, there);
    EXPECT_LE(group.handled(), there + group.redelivered());
    redelivered += group.redelivered();
    if (not kills) {
      EXPECT_EQ(acknowledged, 150u);
      EXPECT_EQ(there, 150u);
      EXPECT_EQ(group.handled(), 150u);
      EXPECT_EQ(kafka.lost(), 0u);
    }
    expect_nothing_leaked(rig);
    if (HasFailure())
      return;
  }
  EXPECT_GT(redelivered, 0u);
}

} // namespace onsale::system
