#include "model/system/flow/endpoint.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/kafka/kafka.hpp"
#include "model/system/system_options.hpp"

#include <algorithm>

namespace onsale::system {
namespace {

using engine::Distribution;
using engine::seconds;

std::uint32_t whole(config::Object& object, const char* key, const char* says, std::uint32_t minimum,
                    std::uint32_t otherwise)
{
  return static_cast<std::uint32_t>(
      object.integer(key, {.says = says, .minimum = minimum, .maximum = 1'000'000, .default_value = otherwise}));
}

OutboxOptions read_outbox(config::Object object, const Variation& variation)
{
  const Distribution none = Distribution::constant(0);
  OutboxOptions outbox;
  outbox.fixed_delay = object.duration(
      "fixed-delay",
      {.says = "from the end of a poll to the next", .above = seconds(0), .default_value = outbox.fixed_delay});
  outbox.batch = whole(object, "batch", "rows that a poll sends", 1, outbox.batch);
  outbox.insert = read_distribution(object, "insert", "CPU time of the database to insert a row", variation, none);
  outbox.select = read_distribution(object, "select", "CPU time of the database for a poll", variation, none);
  outbox.mark_sent =
      read_distribution(object, "mark-sent", "CPU time of the database to mark a row as sent", variation, none);
  object.finish();
  return outbox;
}

void read_listener(FlowReader& reader, const std::string& name, config::Object object, SystemOptions& options)
{
  const KafkaOptions& kafka = kafka_of(options);
  ListenerOptions listener;
  listener.name = name;
  if (const auto topic = object.value("topic", "that it consumes, of kafka.topics"))
    listener.topic = topic_named(kafka, *topic);
  else
    object.fault("topic", "which of kafka.topics?");
  listener.concurrency = whole(object, "concurrency", "consumers of each process; more than partitions idle", 1, 1);
  listener.retries =
      whole(object, "retries", "of a message whose flow failed (DefaultErrorHandler: FixedBackOff(0, 9))", 0,
            listener.retries);
  listener.back_off =
      object.duration("back-off", {.says = "before each retry (default 0)", .default_value = listener.back_off});
  listener.dead_letter = object.boolean(
      "dead-letter", {.says = "what fails for good goes to the topic NAME-dlt (DeadLetterPublishingRecoverer); else it "
                              "is logged and left",
                      .default_value = listener.dead_letter});
  listener.endpoint = options.endpoints.size();
  Endpoint& body = options.endpoints.emplace_back();
  body.id = "listener " + name;
  body.method = "LISTENER";
  body.path = "/listeners/" + name;
  reader.begin(body.flow);
  reader.aside(
      object.list("flow", {.says = "what it does with a message, on the consumer's thread", .minimum_size = 1}));
  body.own_values = reader.own_values();
  reader.end();
  object.finish();
  options.listeners.push_back(listener);
}

} // namespace

std::shared_ptr<const PartOptions> read_kafka(config::Object& scenario, const Variation& variation)
{
  const Distribution none = Distribution::constant(0);
  auto options = std::make_shared<KafkaOptions>();
  config::Object object = scenario.object("kafka", "the message broker");
  options->round_trip = read_distribution(object, "round-trip", "to the broker and back", {}, none);
  options->append = read_distribution(
      object, "append", "that a partition's leader works on a batch, one after the other", variation, none);
  options->append_s_per_message = engine::in_seconds(
      object.duration("append-per-message", {.says = "more, for each message of it", .default_value = seconds(0)}));
  options->replicate =
      read_distribution(object, "replicate", "until all in-sync replicas have a batch", variation, none);
  config::Object topics = object.object("topics", "by name");
  for (const auto& entry : topics.entries("a topic")) {
    config::Object topic = entry.value.object();
    options->topics.push_back(
        {.name = entry.key,
         .partitions = whole(topic, "partitions", "each consumed by one consumer of a group", 1, 1)});
    topic.finish();
  }
  constexpr const char* outbox_says = "messages written with the transaction, sent by a poller";
  const bool has_outbox = object.has("outbox", outbox_says);
  const OutboxOptions outbox = read_outbox(object.object("outbox", outbox_says), variation);
  if (has_outbox)
    options->outbox = outbox;
  object.finish();
  return options;
}

void read_listeners(config::Object& scenario, FlowReader& reader, SystemOptions& options)
{
  if (kafka_of(options).outbox) { // under which the poller's failures are counted
    options.outbox_endpoint = options.endpoints.size();
    Endpoint& poller = options.endpoints.emplace_back();
    poller.id = "outbox poller";
    poller.method = "JOB";
    poller.path = "/outbox";
  }
  config::Object listeners = scenario.object("listeners", "consumer groups (@KafkaListener), by name");
  for (const auto& entry : listeners.entries("a listener"))
    read_listener(reader, entry.key, entry.value.object(), options);
}

const KafkaOptions& kafka_of(const SystemOptions& options)
{
  return static_cast<const KafkaOptions&>(*options.parts.at(kafka_part.name));
}

std::size_t topic_named(const KafkaOptions& options, const config::Value& value)
{
  std::vector<std::string> names;
  for (const TopicOptions& each : options.topics)
    names.push_back(each.name);
  const std::string name = value.text({.says = "of kafka.topics"});
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    value.fault("there is no topic called " + name);
  return found == names.end() ? 0 : static_cast<std::size_t>(found - names.begin());
}

Resource consumers_of(const SystemOptions& options, const ListenerOptions& listener)
{
  const std::uint32_t partitions =
      kafka_of(options).topics.empty() ? 1 : kafka_of(options).topics[listener.topic].partitions;
  Resource resource{.id = listener.name + " consumers",
                    .kind = Resource::Kind::held,
                    .part = "kafka",
                    .depth = 5,
                    .capacity = {.cores = static_cast<double>(std::min(listener.concurrency, partitions))}};
  resource.wider = {{"listeners." + listener.name + ".concurrency", static_cast<double>(listener.concurrency)}};
  return resource;
}

Resource leader_of(const TopicOptions& topic, std::size_t partition)
{
  return {.id = topic.name + "-" + std::to_string(partition) + " leader",
          .part = "kafka",
          .host = "kafka",
          .capacity = {.cores = 1},
          .wider = {{"kafka.topics." + topic.name + ".partitions", static_cast<double>(topic.partitions)}}};
}

} // namespace onsale::system
