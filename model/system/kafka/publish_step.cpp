// All that is known of `publish`.
#include "model/system/kafka/publish_step.hpp"

#include "model/system/database/database_steps.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/kafka/kafka.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <cmath>

namespace onsale::system {

const CauseKind kafka_buffer_full{.name = "kafka_buffer_full",
                                  .resource = "kafka producer",
                                  .says = "no room in the producer's buffer within max.block.ms",
                                  .log_line = [](const System& system, const Work&) {
                                    const KafkaSettings& kafka = system.settings.kafka;
                                    return "TimeoutException: Failed to allocate " +
                                           std::to_string(std::llround(kafka.batch_bytes)) +
                                           " bytes within the configured max blocking time " +
                                           std::to_string(std::llround(1e3 * engine::in_seconds(kafka.max_block))) +
                                           " ms.";
                                  }};
const CauseKind kafka_timeout{
    .name = "kafka_timeout",
    .resource = "kafka",
    .says = "a message was not acknowledged within delivery.timeout.ms",
    .log_line = [](const System& system, const Work&) {
      return "TimeoutException: Expiring 1 record(s): " +
             std::to_string(std::llround(1e3 * engine::in_seconds(system.settings.kafka.delivery_timeout))) +
             " ms has passed since batch creation";
    }};

namespace {

struct PublishStep final : Step {
  Progress run(Work& work) const override
  {
    if (not outbox)
      return publish(*this, work);
    if (work.at_commit == nullptr)
      work.at_commit = std::make_unique<UncommittedRows>();
    static_cast<UncommittedRows&>(*work.at_commit).rows.push_back({topic, key_in(work), message_of(work)});
    return Progress::done();
  }
  /// What listeners do with it comes later, but costs the same machines.
  void demand(DemandWalk& walk) const override
  {
    const KafkaOptions& kafka = kafka_of(walk.options());
    const double append_s = kafka.append.mean_s() + kafka.append_s_per_message;
    const double partitions = kafka.topics[topic].partitions;
    if (appends_take_time(kafka))
      for (std::uint32_t each = 0; each < kafka.topics[topic].partitions; ++each)
        walk.also_busy(leader_of(kafka.topics[topic], each).id, append_s / partitions);
    if (waits) {
      const bool all = walk.options().settings.kafka.acks == KafkaSettings::Acks::all;
      walk.elsewhere(kafka.round_trip.mean_s() + append_s + (all ? kafka.replicate.mean_s() : 0));
    }
    for (const ListenerOptions& listener : walk.options().listeners)
      if (listener.topic == topic)
        walk.afterwards(walk.options().endpoints[listener.endpoint].flow, consumers_of(walk.options(), listener).id);
  }
  StepPicture picture() const override { return {.label = outbox ? "write to outbox" : "publish"}; }
  Part part() const override { return Part::broker; }

  std::uint64_t key_in(const Work& work) const { return key ? work.registers[*key].as_key() : http::Value::no_id; }
  Message message_of(const Work& work) const
  {
    Message message{.number = work.system.part<Kafka>(kafka_part).next_message(),
                    .registers = work.registers,
                    .bytes = bytes,
                    .published = work.system.now()};
    for (std::size_t each = 0; each < register_count; ++each) // lists end with their response
      if (http::Value& value = message.registers[static_cast<Register>(each)]; value.kind() == http::Value::Kind::list)
        value = {};
    return message;
  }
  static engine::Task<> publish(const PublishStep& step, Work& work)
  {
    Kafka& kafka = work.system.part<Kafka>(kafka_part);
    const Producer::Answer answer =
        co_await kafka.producer_of(*work.instance)
            .publish(kafka.topic(step.topic), step.key_in(work), step.message_of(work), step.waits);
    if (answer != Producer::Answer::acknowledged)
      work.system.failures.refuse(work, answer == Producer::Answer::buffer_full ? Cause(kafka_buffer_full)
                                                                                : Cause(kafka_timeout));
  }

  std::size_t topic = 0;
  std::optional<Register> key;
  double bytes = 500;
  bool waits = false;
  bool outbox = false;
};

void read_outbox_use(FlowReader& reader, const config::Object& object, const KafkaOptions& kafka)
{
  if (not kafka.outbox)
    object.fault("outbox", "there is no kafka.outbox");
  else if (reader.transactions == 0)
    object.fault("outbox", "a row of the outbox is written with a transaction: put `publish` into one");
  else
    reader.emit<QueryStep>(Query{.scan = {.cpu = kafka.outbox->insert, .table = {}}});
}

/// `publish: orders`, or `publish: {topic: orders, key: user, bytes: 1KB, wait: true}`
void read_publish(FlowReader& reader, const config::Value& content)
{
  const auto& kafka = reader.section<KafkaOptions>(kafka_part);
  PublishStep step;
  if (not content.is_map()) {
    reader.emit<PublishStep>().topic = topic_named(kafka, content);
    return;
  }
  config::Object object = content.object();
  if (const auto topic = object.value("topic", "of kafka.topics"))
    step.topic = topic_named(kafka, *topic);
  else
    object.fault("topic", "which of kafka.topics?");
  if (const auto key = object.value("key", "register whose value decides on the partition; none: any"))
    step.key = reader.value_named(*key);
  step.bytes = static_cast<double>(object.bytes("bytes", {.says = "of the message", .above = 0, .default_value = 500}));
  step.waits = object.boolean("wait", {.says = "for the acknowledgement (send().get()); else the flow goes on when the "
                                               "buffer has the message",
                                       .default_value = false});
  step.outbox = object.boolean(
      "outbox", {.says = "written with the transaction, sent by the poller of kafka.outbox", .default_value = false});
  if (step.outbox)
    read_outbox_use(reader, object, kafka);
  object.finish();
  PublishStep& emitted = reader.emit<PublishStep>();
  emitted.topic = step.topic;
  emitted.key = step.key;
  emitted.bytes = step.bytes;
  emitted.waits = step.waits;
  emitted.outbox = step.outbox;
}

} // namespace

const StepKind publish_step{
    .name = "publish", .says = "a message for a topic of `kafka`, sent or written to the outbox", .read = read_publish};

} // namespace onsale::system
