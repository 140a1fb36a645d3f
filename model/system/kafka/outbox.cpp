#include "model/system/kafka/outbox.hpp"

#include "model/system/kafka/kafka.hpp"
#include "model/system/system.hpp"

#include <algorithm>
#include <utility>

namespace onsale::system {

using engine::Sleep;
using engine::Task;

void UncommittedRows::committed(System& system)
{
  Outbox& outbox = *system.part<Kafka>(kafka_part).outbox();
  for (OutboxRow& row : rows)
    outbox.add(std::move(row));
}

Outbox::Outbox(Kafka& kafka, const OutboxOptions& options)
    : kafka_(kafka), options_(options), draws_(kafka.system().seed.seed, kafka.system().seed.replication, "outbox")
{
}

void Outbox::started(Instance& instance)
{
  if (std::ranges::find(instances_, &instance) != instances_.end())
    return;
  instances_.push_back(&instance);
  if (poller_.alive())
    return;
  thread_ = &threads_.emplace_back(instance.process());
  auto process = run(*this, instance);
  poller_.attach(process);
  kafka_.system().simulation.spawn(std::move(process));
}

void Outbox::stopped(Instance& instance)
{
  const bool polls = not instances_.empty() && instances_.front() == &instance;
  std::erase(instances_, &instance);
  if (not polls)
    return;
  poller_.cancel();
  if (not instances_.empty()) {
    Instance& next = *instances_.front();
    instances_.erase(instances_.begin());
    started(next);
    std::rotate(instances_.begin(), instances_.end() - 1, instances_.end());
  }
}

engine::Process Outbox::run(Outbox& outbox, Instance& instance)
{
  for (;;) {
    co_await Sleep{outbox.kafka_.system().simulation, outbox.options_.fixed_delay};
    co_await outbox.poll(instance);
  }
}

Task<> Outbox::poll(Instance& instance)
{
  System& system = kafka_.system();
  Work work(system, nothing_, system.options.outbox_endpoint, engine::RandomStream(draws_, polls_++), system.now());
  work.instance = &instance;
  work.primary = &system.database->primary_of(0);
  work.runs_on = thread_;
  Progress connect = instance.hikari().connect(work);
  if (connect.kind() == Progress::Kind::story)
    co_await connect.story();
  if (work.status == 0)
    co_await system.database->statement(work, {.scan = {.cpu = options_.select, .table = {}}});
  if (work.status == 0)
    co_await send(work, std::min<std::size_t>(options_.batch, rows_.size()));
  work.give_back();
}

Task<> Outbox::send(Work& work, std::size_t count)
{
  std::size_t marked = 0;
  for (; marked < count && work.status == 0; ++marked) {
    const OutboxRow& row = rows_[marked];
    const Producer::Answer answer =
        co_await kafka_.producer_of(*work.instance).publish(kafka_.topic(row.topic), row.key, row.message, true);
    if (answer != Producer::Answer::acknowledged)
      break; // the next poll finds it again
    ++sent_;
    co_await work.system.database->statement(work, {.scan = {.cpu = options_.mark_sent, .table = {}}});
  }
  if (work.status == 0)
    co_await work.system.database->commit(work);
  if (work.status == 0)
    rows_.erase(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(marked));
}

} // namespace onsale::system
