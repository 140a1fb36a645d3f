#include "model/system/kafka/producer.hpp"

#include "model/system/kafka/kafka.hpp"
#include "model/system/system.hpp"

#include <algorithm>
#include <utility>

namespace onsale::system {

using engine::Duration;
using engine::Sleep;
using engine::Task;
using engine::Time;

namespace {

constexpr std::uint32_t most_under_way = 5; // max.in.flight.requests.per.connection
using Acks = KafkaSettings::Acks;

std::uint64_t mixed(std::uint64_t key) // as murmur2 would: neighbours fall apart (splitmix64's last steps)
{
  key = (key ^ (key >> 30)) * 0xbf58476d1ce4e5b9U;
  key = (key ^ (key >> 27)) * 0x94d049bb133111ebU;
  return key ^ (key >> 31);
}

} // namespace

/// Of one partition.
struct Producer::Lane {
  Topic& topic;
  std::size_t partition;
  Batch* open = nullptr; // takes more messages
  bool open_is_due = false;
  std::deque<Batch*> full; // wait for their turn
  std::uint32_t under_way = 0;
};

struct Producer::Batch {
  explicit Batch(engine::Simulation& simulation) : answered(simulation) {}
  Lane* lane = nullptr;
  std::vector<Message> messages;
  double bytes = 0;
  double allocated_bytes = 0;
  Time created{};
  std::uint64_t use = 0; // how often it was another one
  std::uint64_t number = 0;
  std::uint32_t awaited = 0;
  bool in_use = false;
  bool acknowledged = false;
  engine::Gate answered;
  engine::ProcessRef work;
};

/// The end of who waits for an acknowledgement: leaves it when its request ends.
class Producer::Awaited {
public:
  Awaited(Producer& producer, Batch& batch) : producer_(producer), batch_(batch) { ++batch.awaited; }
  Awaited(const Awaited&) = delete;
  Awaited& operator=(const Awaited&) = delete;
  ~Awaited()
  {
    if (--batch_.awaited == 0 && not batch_.in_use)
      producer_.recycle(batch_);
  }

private:
  Producer& producer_;
  Batch& batch_;
};

Producer::Producer(Kafka& kafka) : kafka_(kafka), simulation_(kafka.system().simulation), room_(simulation_, true) {}

Producer::~Producer() = default;

Producer::Lane& Producer::lane_of(Topic& topic, std::size_t partition)
{
  const auto found = std::find_if(lanes_.begin(), lanes_.end(), [&](const auto& lane) {
    return &lane->topic == &topic && lane->partition == partition;
  });
  return found != lanes_.end() ? **found
                               : *lanes_.emplace_back(std::make_unique<Lane>(Lane{topic, partition, {}, {}, {}, {}}));
}

/// Without a key it sticks to a partition until batch.size bytes have gone there (KIP-794).
std::size_t Producer::partition_of(Topic& topic, std::uint64_t key, double bytes)
{
  if (key != http::Value::no_id)
    return mixed(key) % topic.partitions();
  Sticky& sticky = sticky_[&topic];
  if (sticky.bytes >= kafka_.settings().batch_bytes)
    sticky = {(sticky.partition + 1) % topic.partitions(), 0};
  sticky.bytes += bytes;
  return sticky.partition;
}

Task<Producer::Answer> Producer::publish(Topic& topic, std::uint64_t key, const Message& message, bool waits)
{
  const KafkaSettings& settings = kafka_.settings();
  const Time deadline = simulation_.now() + settings.max_block;
  const double allocated_bytes = std::max(settings.batch_bytes, message.bytes);
  Lane& lane = lane_of(topic, partition_of(topic, key, message.bytes));
  while (lane.open == nullptr || lane.open->bytes + message.bytes > lane.open->allocated_bytes) {
    if (buffered_bytes_ + allocated_bytes <= settings.buffer_bytes) {
      begin_batch(lane, allocated_bytes);
      break;
    }
    room_.shut();
    if (not co_await room_.pass(std::max(Duration(0), deadline - simulation_.now())))
      co_return Answer::buffer_full;
  }
  Batch& batch = *lane.open;
  batch.messages.push_back(message);
  batch.bytes += message.bytes;
  if (batch.bytes >= batch.allocated_bytes)
    close(lane);
  const Awaited awaited(*this, batch);
  send(lane);
  if (not waits)
    co_return Answer::acknowledged;
  co_await batch.answered.pass();
  co_return batch.acknowledged ? Answer::acknowledged : Answer::timed_out;
}

void Producer::begin_batch(Lane& lane, double allocated_bytes)
{
  close(lane);
  if (spare_.empty())
    spare_.push_back(&batches_.emplace_back(simulation_));
  Batch& batch = *spare_.back();
  spare_.pop_back();
  batch.lane = &lane;
  batch.bytes = 0;
  batch.allocated_bytes = allocated_bytes;
  batch.created = simulation_.now();
  batch.number = kafka_.next_batch();
  batch.in_use = true;
  batch.acknowledged = false;
  batch.answered.shut();
  buffered_bytes_ += allocated_bytes;
  lane.open = &batch;
  lane.open_is_due = kafka_.settings().linger <= Duration(0);
  if (not lane.open_is_due)
    simulation_.spawn(linger(*this, lane, batch, batch.use));
}

/// It takes no more messages.
void Producer::close(Lane& lane)
{
  if (lane.open != nullptr)
    lane.full.push_back(std::exchange(lane.open, nullptr));
}

engine::Process Producer::linger(Producer& producer, Lane& lane, Batch& batch, std::uint64_t use)
{
  co_await Sleep{producer.simulation_, producer.kafka_.settings().linger};
  if (lane.open != &batch || batch.use != use)
    co_return;
  lane.open_is_due = true;
  producer.send(lane);
}

void Producer::send(Lane& lane)
{
  while (lane.under_way < most_under_way) {
    if (lane.full.empty() && lane.open_is_due)
      close(lane);
    if (lane.full.empty())
      return;
    Batch& batch = *lane.full.front();
    lane.full.pop_front();
    ++lane.under_way;
    auto sending = transmit(*this, batch);
    batch.work.attach(sending);
    simulation_.spawn(std::move(sending));
  }
}

engine::Process Producer::transmit(Producer& producer, Batch& batch)
{
  Lane& lane = *batch.lane;
  const Time deadline = batch.created + producer.kafka_.settings().delivery_timeout;
  bool done = false;
  while (not done && producer.simulation_.now() < deadline) {
    const bool up = co_await producer.kafka_.up().pass(deadline - producer.simulation_.now());
    if (up)
      done = co_await producer.append(batch);
  }
  --lane.under_way;
  producer.send(lane);
  producer.over(batch, done); // and the batch may be another one
}

/// @return false: the broker went away before the answer, and the batch is to be sent again
Task<bool> Producer::append(Batch& batch)
{
  const KafkaOptions& options = kafka_.options();
  const Acks acks = kafka_.settings().acks;
  const std::uint64_t outages = kafka_.outages();
  engine::RandomStream draws = kafka_.draws(batch.number);
  const Duration one_way = engine::seconds(options.round_trip.sample(draws) / 2);
  const auto count = static_cast<double>(batch.messages.size());
  const double append_s = (options.append.sample(draws) + options.append_s_per_message * count) * kafka_.slowdown;
  const Duration replication = engine::seconds(options.replicate.sample(draws));
  if (acks == Acks::none) { // it is over when it is sent
    batch.acknowledged = true;
    batch.answered.open();
  }
  co_await Sleep{simulation_, one_way};
  co_await batch.lane->topic.leader(batch.lane->partition).serve(engine::seconds(append_s));
  if (outages != kafka_.outages()) {
    if (acks == Acks::none)
      kafka_.lose(batch.messages.size());
    co_return acks == Acks::none;
  }
  simulation_.spawn(replicate(kafka_, batch.lane->topic, batch.lane->partition, batch.messages, replication, outages));
  if (acks == Acks::none)
    co_return true;
  if (acks == Acks::all) {
    co_await Sleep{simulation_, replication};
    if (outages != kafka_.outages())
      co_return false;
  }
  co_await Sleep{simulation_, one_way};
  co_return acks == Acks::all || outages == kafka_.outages();
}

/// The leader alone has them; when it goes away before the replicas have them too, they are gone.
engine::Process Producer::replicate(Kafka& kafka, Topic& topic, std::size_t partition, std::vector<Message> messages,
                                    Duration takes, std::uint64_t outages)
{
  co_await Sleep{kafka.system().simulation, takes};
  if (outages == kafka.outages())
    for (const Message& message : messages)
      topic.appended(partition, message);
  else if (kafka.settings().acks == Acks::leader)
    kafka.lose(messages.size());
}

void Producer::over(Batch& batch, bool acknowledged)
{
  if (not acknowledged)
    kafka_.lose(batch.messages.size());
  batch.acknowledged = acknowledged;
  batch.in_use = false;
  buffered_bytes_ -= batch.allocated_bytes;
  room_.open();
  batch.answered.open();
  if (batch.awaited == 0)
    recycle(batch);
}

void Producer::recycle(Batch& batch)
{
  ++batch.use;
  batch.messages.clear();
  spare_.push_back(&batch);
}

void Producer::stop()
{
  for (Batch& batch : batches_) {
    if (not batch.in_use)
      continue;
    batch.work.cancel();
    over(batch, false);
  }
  for (const auto& lane : lanes_) {
    lane->open = nullptr;
    lane->open_is_due = false;
    lane->full.clear();
    lane->under_way = 0;
  }
  sticky_.clear();
}

} // namespace onsale::system
