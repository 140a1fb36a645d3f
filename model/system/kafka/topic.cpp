#include "model/system/kafka/topic.hpp"

#include "model/system/kafka/consumer_group.hpp"
#include "model/system/system.hpp"

namespace onsale::system {

Topic::Topic(System& system, const TopicOptions& options) : options_(options)
{
  for (std::uint32_t partition = 0; partition < options.partitions; ++partition) {
    const Resource resource = leader_of(options, partition);
    leaders_.push_back(
        std::make_unique<engine::FifoServer>(system.simulation, engine::FifoServer::Options{resource.name(), 1}));
    if (appends_take_time(kafka_of(system.options)))
      system.watch(resource, leaders_.back()->station());
  }
}

void Topic::appended(std::size_t partition, const Message& message)
{
  ++messages_;
  for (ConsumerGroup* group : groups_)
    group->appended(partition, message);
}

} // namespace onsale::system
