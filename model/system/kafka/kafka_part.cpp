// What the broker tells of itself: faults, figures, causes, resources.
#include "model/system/kafka/kafka.hpp"
#include "model/system/kafka/publish_step.hpp"
#include "model/system/system.hpp"

namespace onsale::system {
namespace {

const FaultKind kafka_down{.name = "kafka down",
                           .says = "the broker answers nobody; what only its leaders had is gone",
                           .read = [](config::Object&, const SystemOptions&) -> FaultEffect {
                             return [](System& system, bool begins) {
                               Kafka& kafka = system.part<Kafka>(kafka_part);
                               begins ? kafka.stop() : kafka.start();
                             };
                           }};
const FaultKind kafka_slow{.name = "kafka slow",
                           .says = "appending a batch takes `factor` times as long",
                           .read = [](config::Object& object, const SystemOptions&) -> FaultEffect {
                             const double factor =
                                 object.number("factor", {.says = "so many times slower", .minimum = 1.0});
                             return [factor](System& system, bool begins) {
                               system.part<Kafka>(kafka_part).slowdown *= begins ? factor : 1 / factor;
                             };
                           }};

double sum_of(const System& system, double (*figure)(const ConsumerGroup& group))
{
  double sum = 0;
  for (const auto& group : system.part<Kafka>(kafka_part).groups())
    sum += figure(*group);
  return sum;
}
double handled(const System& system)
{
  return sum_of(system, [](const ConsumerGroup& group) { return static_cast<double>(group.handled()); });
}

const MetricKind consumer_lag{.name = "consumer-lag",
                              .says = "messages whose offset is not committed, over all consumer groups",
                              .total = [](const System& system) {
                                return sum_of(system, [](const ConsumerGroup& group) { return group.lag(); });
                              }};
const MetricKind messages_handled{
    .name = "messages-per-s", .says = "handled by listeners", .rate = MetricKind::Rate::per_second, .total = handled};
const MetricKind message_delay{.name = "message-delay",
                               .says = "mean time from publishing a message until its flow has ended",
                               .rate = MetricKind::Rate::ratio,
                               .total =
                                   [](const System& system) {
                                     return sum_of(system, [](const ConsumerGroup& group) { return group.delays_s(); });
                                   },
                               .whole = handled};
const MetricKind messages_lost{
    .name = "messages-lost-per-s",
    .says = "published and given up, or lost with a leader or a process",
    .rate = MetricKind::Rate::per_second,
    .total = [](const System& system) { return static_cast<double>(system.part<Kafka>(kafka_part).lost()); }};
const MetricKind outbox_rows{
    .name = "outbox-rows", .says = "rows of the outbox that are not marked as sent", .total = [](const System& system) {
      const Outbox* outbox = system.part<Kafka>(kafka_part).outbox();
      return outbox == nullptr ? 0 : static_cast<double>(outbox->rows());
    }};

void all_resources(const SystemOptions& options, std::vector<Resource>& all)
{
  const KafkaOptions& kafka = kafka_of(options);
  if (appends_take_time(kafka))
    for (const TopicOptions& topic : kafka.topics)
      for (std::uint32_t partition = 0; partition < topic.partitions; ++partition)
        all.push_back(leader_of(topic, partition));
  for (const ListenerOptions& listener : options.listeners)
    all.push_back(consumers_of(options, listener));
}

} // namespace

const PartKind kafka_part{.name = "kafka",
                          .settings = kafka_settings,
                          .faults = {&kafka_down, &kafka_slow},
                          .metrics = {&consumer_lag, &messages_handled, &message_delay, &messages_lost, &outbox_rows},
                          .steps = {&publish_step},
                          .causes = {&kafka_buffer_full, &kafka_timeout},
                          .resources = all_resources,
                          .read = read_kafka,
                          .make = [](System& system, const PartOptions& options) -> std::unique_ptr<RunningPart> {
                            return std::make_unique<Kafka>(system, static_cast<const KafkaOptions&>(options));
                          },
                          .read_flows = read_listeners};

} // namespace onsale::system
