#include "sim/engine/keyed_lock.hpp"

#include "sim/engine/check.hpp"

namespace onsale::engine {

KeyedLock::KeyedLock(Simulation& simulation, std::string name)
    : simulation_(simulation), station_(std::move(name), 0), slots_(64)
{
}

KeyedLock::~KeyedLock() = default;

KeyedLock::Acquire::~Acquire()
{
  if (state_ == State::waiting)
    lock_.station_.give_up(lock_.simulation_.now());
  if (state_ == State::granted)
    lock_.give_back(key_);
}

bool KeyedLock::Acquire::await_ready()
{
  if (lock_.held(key_))
    return false;
  lock_.insert(key_);
  lock_.station_.arrive_and_start(lock_.simulation_.now());
  state_ = State::granted;
  return true;
}

void KeyedLock::Acquire::await_suspend(std::coroutine_handle<> process)
{
  waiter_.wait(process);
  state_ = State::waiting;
  lock_.station_.arrive(lock_.simulation_.now());
  Slot& slot = *lock_.find(key_);
  if (slot.waiters == nullptr)
    slot.waiters = lock_.new_waiters();
  slot.waiters->push_back(*this);
  if (patience_ < forever)
    lock_.simulation_.deadlines(patience_).add(*this);
}

KeyedLock::Guard KeyedLock::Acquire::await_resume()
{
  waiter_.woken();
  if (std::exchange(state_, State::taken) == State::granted)
    return {lock_, key_};
  return {};
}

void KeyedLock::Acquire::expired()
{
  ListHook<WaitTag>::unlink();
  state_ = State::expired;
  lock_.station_.give_up(lock_.simulation_.now());
  waiter_.wake();
}

void KeyedLock::Acquire::give_up()
{
  if (state_ != State::waiting)
    return; // granted at this instant
  DeadlineNode::unlink();
  expired();
}

KeyedLock::Guard KeyedLock::try_acquire(Key key)
{
  if (held(key))
    return {};
  insert(key);
  station_.arrive_and_start(simulation_.now());
  return {*this, key};
}

std::size_t KeyedLock::waiting(Key key) const
{
  const Slot* slot = find(key);
  return slot == nullptr || slot->waiters == nullptr ? 0 : slot->waiters->size();
}

void KeyedLock::give_back(Key key)
{
  Slot* slot = find(key);
  ONSALE_CHECK(slot != nullptr, station_.name() + ": key " + std::to_string(key) + " came back that was not held");
  station_.complete(simulation_.now());
  if (slot->waiters == nullptr || slot->waiters->empty()) {
    erase(*slot);
    return;
  }
  Acquire& next = slot->waiters->front();
  slot->waiters->pop_front();
  next.DeadlineNode::unlink();
  next.state_ = Acquire::State::granted;
  station_.start_service(simulation_.now());
  next.waiter_.wake();
}

std::size_t KeyedLock::home(Key key) const
{
  return static_cast<std::size_t>((key * 0x9e3779b97f4a7c15) >> 32) & (slots_.size() - 1); // Fibonacci hashing
}

KeyedLock::Slot* KeyedLock::find(Key key)
{
  for (std::size_t i = home(key);; i = (i + 1) & (slots_.size() - 1)) {
    if (not slots_[i].used)
      return nullptr;
    if (slots_[i].key == key)
      return &slots_[i];
  }
}

void KeyedLock::insert(Key key)
{
  if (held_ * 2 >= slots_.size())
    grow();
  std::size_t i = home(key);
  while (slots_[i].used)
    i = (i + 1) & (slots_.size() - 1);
  slots_[i] = {key, true, nullptr};
  ++held_;
}

/// Backward-shift deletion: followers that would no longer be found from their home move up.
void KeyedLock::erase(Slot& slot)
{
  if (slot.waiters != nullptr)
    spare_waiters_.push_back(slot.waiters);
  const std::size_t mask = slots_.size() - 1;
  auto hole = static_cast<std::size_t>(&slot - slots_.data());
  for (std::size_t i = (hole + 1) & mask; slots_[i].used; i = (i + 1) & mask) {
    const std::size_t distance_to_home = (i - home(slots_[i].key)) & mask;
    if (distance_to_home >= ((i - hole) & mask)) {
      slots_[hole] = slots_[i];
      hole = i;
    }
  }
  slots_[hole] = {};
  --held_;
}

void KeyedLock::grow()
{
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& slot : old)
    if (slot.used) {
      std::size_t i = home(slot.key);
      while (slots_[i].used)
        i = (i + 1) & (slots_.size() - 1);
      slots_[i] = slot;
    }
}

KeyedLock::Waiters* KeyedLock::new_waiters()
{
  if (spare_waiters_.empty()) {
    all_waiters_.push_back(std::make_unique<Waiters>());
    return all_waiters_.back().get();
  }
  Waiters* waiters = spare_waiters_.back();
  spare_waiters_.pop_back();
  return waiters;
}

} // namespace onsale::engine
