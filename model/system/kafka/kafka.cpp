#include "model/system/kafka/kafka.hpp"

#include "model/system/system.hpp"

namespace onsale::system {

Kafka::Kafka(System& system, const KafkaOptions& options)
    : system_(system), options_(options), draws_(system.seed.seed, system.seed.replication, "kafka"),
      up_(system.simulation, true)
{
  for (const TopicOptions& topic : options.topics)
    topics_.push_back(std::make_unique<Topic>(system, topic));
  for (const ListenerOptions& listener : system.options.listeners)
    groups_.push_back(std::make_unique<ConsumerGroup>(*this, *topics_[listener.topic], listener));
  if (options.outbox)
    outbox_.emplace(*this, *options.outbox);
  for (const auto& instance : system.application.instances())
    started(*instance);
}

void Kafka::started(Instance& instance)
{
  for (const auto& group : groups_)
    group->joined(instance);
  if (outbox_)
    outbox_->started(instance);
}

void Kafka::stopped(Instance& instance, bool in_order)
{
  for (const auto& group : groups_)
    group->left(instance, in_order);
  if (outbox_)
    outbox_->stopped(instance);
  if (const auto producer = producers_.find(instance.number()); producer != producers_.end())
    producer->second->stop();
}

Producer& Kafka::producer_of(const Instance& instance)
{
  auto& producer = producers_[instance.number()];
  if (producer == nullptr)
    producer = std::make_unique<Producer>(*this);
  return *producer;
}

Topic* Kafka::topic(std::string_view name)
{
  for (const auto& topic : topics_)
    if (topic->options().name == name)
      return topic.get();
  return nullptr;
}

void Kafka::stop()
{
  up_.shut();
  ++outages_;
}

const KafkaSettings& Kafka::settings() const
{
  return system_.settings.kafka;
}

} // namespace onsale::system
