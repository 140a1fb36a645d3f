#include "model/system/kafka/consumer_group.hpp"

#include "model/system/kafka/kafka.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <algorithm>

namespace onsale::system {

using engine::Sleep;
using engine::Task;

ConsumerGroup::Consumer::Consumer(engine::Simulation& simulation, Instance& its_instance)
    : instance(its_instance), thread(its_instance.process()), wake(simulation)
{
}

ConsumerGroup::ConsumerGroup(Kafka& kafka, Topic& topic, const ListenerOptions& options)
    : kafka_(kafka), topic_(topic), options_(options),
      draws_(kafka.system().seed.seed, kafka.system().seed.replication, "listener " + options.name),
      station_(consumers_of(kafka.system().options, options).name(),
               consumers_of(kafka.system().options, options).capacity.cores),
      partitions_(topic.partitions())
{
  kafka.system().watch(consumers_of(kafka.system().options, options), station_);
  topic.listened_by(*this);
}

void ConsumerGroup::joined(Instance& instance)
{
  engine::Simulation& simulation = kafka_.system().simulation;
  if (std::ranges::any_of(members_, [&](const Consumer* each) { return each->alive && &each->instance == &instance; }))
    return;
  for (std::uint32_t i = 0; i < options_.concurrency; ++i) {
    Consumer& consumer = consumers_.emplace_back(simulation, instance);
    members_.push_back(&consumer);
    auto process = consume(*this, consumer);
    consumer.process.attach(process);
    simulation.spawn(std::move(process));
  }
  rebalance();
}

void ConsumerGroup::left(Instance& instance, bool in_order)
{
  for (Consumer* consumer : members_) {
    if (not consumer->alive || &consumer->instance != &instance)
      continue;
    consumer->alive = false;
    consumer->process.cancel();
    abandon(*consumer);
    if (not in_order)
      kafka_.system().simulation.spawn(expire(*this, *consumer));
  }
  if (in_order) {
    std::erase_if(members_, [&](const Consumer* each) { return not each->alive && &each->instance == &instance; });
    rebalance();
  }
}

engine::Process ConsumerGroup::expire(ConsumerGroup& group, Consumer& consumer)
{
  co_await Sleep{group.kafka_.system().simulation, group.kafka_.settings().session_timeout};
  if (std::erase(group.members_, &consumer) > 0)
    group.rebalance();
}

/// What it has not committed is there for the next owner.
void ConsumerGroup::abandon(Consumer& consumer)
{
  const engine::Time now = kafka_.system().now();
  for (Partition& each : partitions_) {
    if (each.holder != &consumer)
      continue;
    if (each.in_work)
      station_.complete(now);
    const std::size_t again = each.done + (each.in_work ? 1 : 0);
    for (std::size_t i = 0; i < again; ++i)
      station_.arrive(now);
    redelivered_ += again;
    each.polled = each.done = 0;
    each.in_work = false;
    each.holder = nullptr;
  }
}

/// As many partitions for each, those that come first one more.
void ConsumerGroup::rebalance()
{
  const std::size_t count = partitions_.size();
  station_.set_capacity(kafka_.system().now(), static_cast<double>(std::clamp(members_.size(), std::size_t{1}, count)));
  for (std::size_t partition = 0; partition < count; ++partition)
    partitions_[partition].owner = nullptr;
  std::size_t next = 0;
  for (std::size_t member = 0; member < members_.size(); ++member) {
    const std::size_t its = count / members_.size() + (member < count % members_.size() ? 1 : 0);
    for (std::size_t i = 0; i < its; ++i)
      partitions_[next++].owner = members_[member];
    members_[member]->wake.open();
  }
}

void ConsumerGroup::appended(std::size_t partition, const Message& message)
{
  Partition& its = partitions_[partition];
  its.log.push_back(message);
  station_.arrive(kafka_.system().now());
  if (its.owner != nullptr)
    its.owner->wake.open();
}

/// @return whether there is anything
bool ConsumerGroup::poll(Consumer& me)
{
  std::size_t left = kafka_.settings().max_poll_records;
  for (Partition& each : partitions_) {
    if (each.owner != &me || each.holder != nullptr || each.log.empty() || left == 0)
      continue;
    each.holder = &me;
    each.polled = std::min(left, each.log.size());
    left -= each.polled;
  }
  return left < kafka_.settings().max_poll_records;
}

void ConsumerGroup::commit(Consumer& me)
{
  for (Partition& each : partitions_) {
    if (each.holder != &me)
      continue;
    each.log.erase(each.log.begin(), each.log.begin() + static_cast<std::ptrdiff_t>(each.polled));
    each.polled = each.done = 0;
    each.holder = nullptr;
    if (each.owner != nullptr && each.owner != &me)
      each.owner->wake.open(); // it waits for that
  }
}

engine::Process ConsumerGroup::consume(ConsumerGroup& group, Consumer& me)
{
  System& system = group.kafka_.system();
  const engine::Duration one_way = engine::seconds(group.kafka_.options().round_trip.mean_s() / 2);
  for (;;) {
    co_await group.kafka_.up().pass();
    me.wake.shut();
    if (not group.poll(me)) {
      co_await me.wake.pass();
      co_await Sleep{system.simulation, one_way}; // of the fetch that waited for something
      continue;
    }
    for (Partition& each : group.partitions_) {
      while (each.holder == &me && each.done < each.polled) {
        group.station_.start_service(system.now());
        each.in_work = true;
        co_await group.handle(me, each.log[each.done]);
        group.station_.complete(system.now());
        each.in_work = false;
        ++each.done;
      }
    }
    co_await Sleep{system.simulation, 2 * one_way};
    co_await group.kafka_.up().pass();
    group.commit(me);
  }
}

Task<> ConsumerGroup::handle(Consumer& me, Message& message)
{
  System& system = kafka_.system();
  bool well = co_await attempt(me, message);
  for (std::uint32_t retry = 0; not well && retry < options_.retries; ++retry) {
    if (options_.back_off > engine::Duration(0))
      co_await Sleep{system.simulation, options_.back_off};
    well = co_await attempt(me, message);
  }
  if (not well) {
    ++given_up_;
    Topic* const letters = options_.dead_letter ? kafka_.topic(topic_.options().name + "-dlt") : nullptr;
    if (letters != nullptr)
      co_await kafka_.producer_of(me.instance).publish(*letters, message.number, message, true);
  }
  ++handled_;
  delays_s_ += engine::in_seconds(system.now() - message.published);
}

Task<bool> ConsumerGroup::attempt(Consumer& me, Message& message)
{
  System& system = kafka_.system();
  constexpr std::uint64_t attempts = 4096; // of one message, whose draws are its own
  const Endpoint& body = system.options.endpoints[options_.endpoint];
  Work work(system, body.flow, options_.endpoint,
            engine::RandomStream(draws_, message.number * attempts + message.attempts++), system.now());
  work.instance = &me.instance;
  work.primary = &system.database->primary_of(message.number);
  work.runs_on = &me.thread;
  work.registers = message.registers;
  work.registers.make_own(body.own_values);
  co_await walk(work);
  work.give_back();
  system.count_answer(work);
  co_return work.cause == Cause::none;
}

double ConsumerGroup::lag() const
{
  double sum = 0;
  for (const Partition& each : partitions_)
    sum += static_cast<double>(each.log.size());
  return sum;
}

} // namespace onsale::system
