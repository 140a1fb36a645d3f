// The broker: producers, topics, consumer groups, dead letters, the outbox.
#include "model/system/kafka/kafka.hpp"
#include "tests/unit/operations/operations_fixture.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace onsale::system {
namespace {

/// 6 ms from sending to the acknowledgement: 1 there, 1 at the leader, 3 for the replicas, 1 back.
constexpr const char* broker =
    "kafka: {round-trip: 2ms, append: 1ms, replicate: 3ms, topics: {orders: {partitions: 1}}}\n";

std::string shop(const std::string& kafka, const std::string& publish, const std::string& listener,
                 const std::string& settings = "")
{
  return free_machine("jvm: {thread-start-cpu: 0s}\nsettings: {" + settings + "}\n" + kafka +
                      "services: {bad: {time: 1ms, failing: 100%}}\n"
                      "endpoints:\n"
                      "  order: {path: /orders, input: {user: id}, flow: [{publish: " +
                      publish +
                      "}, {respond: {}}]}\n"
                      "listeners: {" +
                      listener + "}\n");
}

Kafka& kafka_in(SystemRig& rig)
{
  return rig.system->part<Kafka>(kafka_part);
}
const ConsumerGroup& group_in(SystemRig& rig)
{
  return *kafka_in(rig).groups().front();
}

void orders(SystemRig& rig, std::initializer_list<double> times_s)
{
  double user = 1;
  for (const double time_s : times_s) {
    rig.at(time_s, static_cast<std::uint32_t>(user), {.send = {{"id", user}}});
    ++user;
  }
}

} // namespace

TEST(Publish, WaitsForTheAcknowledgementOrGoesOn)
{
  SystemRig waits(shop(broker, "{topic: orders, wait: true}", ""));
  orders(waits, {0});
  waits.run();
  EXPECT_THAT(waits.took_ms(), testing::ElementsAre(6));
  EXPECT_NEAR(waits.mean_s(Part::broker), 0.006, 1e-8);
  SystemRig goes_on(shop(broker, "orders", ""));
  orders(goes_on, {0});
  goes_on.run();
  EXPECT_THAT(goes_on.took_ms(), testing::ElementsAre(0));
  EXPECT_EQ(kafka_in(goes_on).topic(std::size_t{0}).messages(), 1u);
}

// acks=1 leaves the replicas out, acks=0 the broker.
TEST(Publish, AcksSayWhoHasTheMessage)
{
  for (const auto& [acks, ms] : {std::pair{"1", 3.0}, {"0", 0.0}, {"all", 6.0}}) {
    SystemRig rig(shop(broker, "{topic: orders, wait: true}", "", std::string("spring.kafka.producer.acks: ") + acks));
    orders(rig, {0});
    rig.run();
    EXPECT_THAT(rig.took_ms(), testing::ElementsAre(ms)) << acks;
    EXPECT_EQ(kafka_in(rig).topic(std::size_t{0}).messages(), 1u) << acks;
  }
}

// linger.ms 5: what comes within 5 ms of the first goes with it, one append for all.
TEST(Publish, MessagesOfOneLingerShareABatch)
{
  SystemRig rig(shop(broker, "{topic: orders, wait: true}", "", "spring.kafka.producer.properties.linger.ms: 5ms"));
  orders(rig, {0, 0.001, 0.004});
  rig.run();
  EXPECT_THAT(rig.took_ms(), testing::ElementsAre(11, 10, 7));
  EXPECT_EQ(kafka_in(rig).next_batch(), 1u);
}

// Two batches of 16 KB fill the buffer; the third message waits for room until max.block.ms.
TEST(Publish, BlocksWhenTheBufferIsFull)
{
  operations::OperationsRig rig(
      shop(broker, "{topic: orders, bytes: 16384B}", "",
           "spring.kafka.producer.buffer-memory: 32768B, spring.kafka.producer.properties.max.block.ms: 200ms"),
      "faults: [{fault: kafka down, from: 0s, to: 0.3s}]\n");
  orders(rig, {0.01, 0.02, 0.03, 0.25});
  rig.run();
  EXPECT_THAT(rig.took_ms(), testing::ElementsAre(0, 0, 200, 56)); // back at 300 ms, acknowledged at 306
}

TEST(Publish, GivesUpAfterTheDeliveryTimeOut)
{
  operations::OperationsRig rig(
      shop(broker, "{topic: orders, wait: true}", "", "spring.kafka.producer.properties.delivery.timeout.ms: 300ms"),
      "faults: [{fault: kafka down, from: 0s, to: 1s}]\n");
  orders(rig, {0.1, 0.9});
  rig.run();
  EXPECT_THAT(rig.took_ms(), testing::ElementsAre(300, 106));
  EXPECT_EQ(rig.ended[0].status, 500);
  EXPECT_THAT(rig.log_lines(), testing::HasSubstr("Expiring 1 record(s): 300 ms has passed since batch creation"));
  EXPECT_EQ(kafka_in(rig).lost(), 1u);
}

// The leader has it at 2 ms, the replicas at 5 ms; the broker goes away at 3 ms. acks=1 has answered by then, and the
// message is gone; acks=all sends it again.
TEST(Publish, OnlyAcksAllSurvivesTheLeader)
{
  for (const bool all : {false, true}) {
    operations::OperationsRig rig(shop(broker, "{topic: orders, wait: true}", "",
                                       std::string("spring.kafka.producer.acks: ") + (all ? "all" : "1")),
                                  "faults: [{fault: kafka down, from: 3.5ms, to: 1s}]\n");
    orders(rig, {0});
    rig.run();
    EXPECT_EQ(rig.ended[0].status, 200);
    EXPECT_EQ(kafka_in(rig).topic(std::size_t{0}).messages(), all ? 1u : 0u);
    EXPECT_EQ(kafka_in(rig).lost(), all ? 0u : 1u);
  }
}

// Visible at 5 and 6 ms, both polled at 6; the flow takes 10 ms, then the next begins.
TEST(Listener, WorksThroughItsPartitionOneByOne)
{
  SystemRig rig(shop(broker, "orders", "notify: {topic: orders, flow: [{delay: 10ms}]}"));
  orders(rig, {0, 0.001});
  rig.run();
  EXPECT_EQ(group_in(rig).handled(), 2u);
  EXPECT_NEAR(group_in(rig).delays_s(), 0.016 + 0.025, 1e-9);
  EXPECT_EQ(group_in(rig).lag(), 0);
  expect_nothing_leaked(rig);
}

TEST(Listener, PartitionsAreSharedByConsumers)
{
  for (const auto& [concurrency, delay_s] : {std::pair{"1", 0.030}, {"2", 0.020}, {"5", 0.020}}) {
    SystemRig rig(shop("kafka: {topics: {orders: {partitions: 2}}}\n", "orders",
                       std::string("notify: {topic: orders, concurrency: ") + concurrency + ", flow: [{delay: 10ms}]}",
                       "spring.kafka.producer.batch-size: 1B"));
    orders(rig, {0, 0});
    rig.run();
    EXPECT_NEAR(group_in(rig).delays_s(), delay_s, 1e-9) << concurrency;
  }
}

// Three attempts of 1 ms with 5 ms between, then the dead letters.
TEST(Listener, WhatFailsForGoodGoesToTheDeadLetters)
{
  SystemRig rig(shop("kafka: {topics: {orders: {}, orders-dlt: {}}}\n", "orders",
                     "notify: {topic: orders, retries: 2, back-off: 5ms, dead-letter: true, flow: [{call: bad}]}"));
  orders(rig, {0});
  rig.run();
  EXPECT_EQ(group_in(rig).given_up(), 1u);
  EXPECT_NEAR(group_in(rig).delays_s(), 0.013, 1e-9);
  EXPECT_EQ(kafka_in(rig).topic("orders-dlt")->messages(), 1u);
  EXPECT_EQ(rig.failed(Cause(*cause_from_name("outbound_error"))).count, 3u);
}

// The second of two is in work when the process dies at 15 ms: neither is committed. Another process takes the
// partition when the session is over, and does both again.
TEST(Listener, WhatIsNotCommittedIsDoneAgain)
{
  SystemRig rig(shop("kafka: {topics: {orders: {}}}\n", "orders", "notify: {topic: orders, flow: [{delay: 10ms}]}",
                     "spring.kafka.consumer.properties.session.timeout.ms: 1s"));
  rig.system->application.start_instance(rig.system->application.add_instance());
  orders(rig, {0, 0});
  rig.run_until(0.015);
  EXPECT_EQ(group_in(rig).lag(), 2);
  rig.system->application.stop_instance(0);
  rig.run_until(0.9);
  EXPECT_EQ(group_in(rig).handled(), 1u);
  rig.run_until(1.03);
  EXPECT_EQ(group_in(rig).handled(), 2u);
  rig.run_until(1.04);
  EXPECT_EQ(group_in(rig).handled(), 3u);
  EXPECT_EQ(group_in(rig).redelivered(), 2u);
  EXPECT_EQ(group_in(rig).lag(), 0);
}

namespace {

std::string outbox_shop(const std::string& more)
{
  return free_machine(
      "jvm: {thread-start-cpu: 0s}\n"
      "mysql: {fsync: 1ms}\n"
      "kafka: {round-trip: 2ms, topics: {orders: {}}, outbox: {fixed-delay: 100ms, insert: 1ms, select: "
      "1ms, mark-sent: 1ms}}\n"
      "endpoints:\n"
      "  order:\n"
      "    path: /orders\n"
      "    input: {user: id}\n"
      "    flow: [{transaction: [{publish: {topic: orders, outbox: true}}" +
      more +
      "]}, {respond: {}}]\n"
      "listeners: {notify: {topic: orders, flow: [{delay: 1ms}]}}\n");
}

} // namespace

// Committed at 3 ms (insert 1, two flushes of 1 ms). Polled at 100 ms: 1 ms select, 2 ms to the broker and back.
TEST(Outbox, SendsWhatWasCommitted)
{
  SystemRig rig(outbox_shop(""));
  orders(rig, {0});
  rig.run_until(0.05);
  EXPECT_THAT(rig.took_ms(), testing::ElementsAre(3));
  EXPECT_EQ(kafka_in(rig).outbox()->rows(), 1u);
  rig.run_until(0.2);
  EXPECT_EQ(kafka_in(rig).outbox()->rows(), 0u);
  EXPECT_EQ(group_in(rig).handled(), 1u);
  EXPECT_NEAR(group_in(rig).delays_s(), 0.103 + 0.001 - 0.001 + 0.001 - 0.001 + 0.001, 2e-3);
}

TEST(Outbox, KnowsNothingOfWhatWasRolledBack)
{
  SystemRig rig(outbox_shop(", {delay: 50ms}"));
  orders(rig, {0});
  rig.run_until(0.03);
  rig.system->application.stop_instance(0);
  rig.system->application.start_instance(0);
  rig.run_until(1);
  EXPECT_EQ(kafka_in(rig).outbox()->rows(), 0u);
  EXPECT_EQ(group_in(rig).handled(), 0u);
}

// Acknowledged at 103 ms, dead before the commit: the next poller sends it again.
TEST(Outbox, ADeadPollerLeavesItToBeSentAgain)
{
  SystemRig rig(outbox_shop(""));
  orders(rig, {0});
  rig.run_until(0.1035);
  EXPECT_EQ(kafka_in(rig).outbox()->sent(), 1u);
  rig.system->application.stop_instance(0, Cause::server_stopped, true);
  rig.system->application.start_instance(0);
  rig.run_until(1);
  EXPECT_EQ(kafka_in(rig).outbox()->rows(), 0u);
  EXPECT_EQ(kafka_in(rig).topic(std::size_t{0}).messages(), 2u);
}

TEST(Kafka, TellsWhatCannotBe)
{
  EXPECT_THAT(system_faults(shop(broker, "order", "")), testing::HasSubstr("there is no topic called order"));
  EXPECT_THAT(system_faults(shop(broker, "{topic: orders, outbox: true}", "")),
              testing::HasSubstr("there is no kafka.outbox"));
  EXPECT_THAT(system_faults(shop(broker, "orders", "n: {flow: [{delay: 1ms}]}")),
              testing::HasSubstr("which of kafka.topics?"));
}

} // namespace onsale::system
