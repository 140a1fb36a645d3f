#include "sim/engine/token_pool.hpp"

#include "sim/engine/check.hpp"
#include "sim/engine/prefetch.hpp"

namespace onsale::engine {

TokenPool::Acquire::~Acquire()
{
  if (state_ == State::waiting)
    pool_.station_.give_up(pool_.simulation_.now());
  if (state_ == State::granted) {
    ListHook<WaitTag>::unlink();
    pool_.give_back();
  }
}

void TokenPool::Acquire::await_suspend(std::coroutine_handle<> process)
{
  waiter_.wait(process);
  state_ = State::waiting;
  pool_.station_.arrive(pool_.simulation_.now());
  if (pool_.last_come_first_)
    pool_.waiters_.push_front(*this);
  else
    pool_.waiters_.push_back(*this);
  if (patience_ < forever)
    pool_.simulation_.deadlines(patience_).add(*this);
}

void TokenPool::Acquire::expired()
{
  ListHook<WaitTag>::unlink();
  state_ = State::expired;
  pool_.station_.give_up(pool_.simulation_.now());
  waiter_.wake();
}

TokenPool::Guard TokenPool::try_acquire()
{
  if (not free_now())
    return Guard();
  ++in_use_;
  station_.arrive_and_start(simulation_.now());
  return Guard(*this);
}

void TokenPool::resize(std::uint32_t capacity)
{
  capacity_ = capacity;
  station_.set_capacity(simulation_.now(), capacity);
  grant_waiters();
  for (std::uint32_t free = in_use_; free < capacity_ && not contenders_.empty(); ++free)
    tell_contender();
}

void TokenPool::give_back()
{
  ONSALE_CHECK(in_use_ > 0, station_.name() + ": a token came back that was not out");
  --in_use_;
  station_.complete(simulation_.now());
  if (not waiters_.empty())
    grant_waiters();
  if (not contenders_.empty() || not line_.empty())
    tell_contender();
}

TokenPool::Contender::~Contender()
{
  if (counted_)
    pool_.station_.give_up(pool_.simulation_.now());
  ListHook<WaitTag>::unlink();
  pass_on();
}

bool TokenPool::Contender::try_take(Guard& guard)
{
  const bool takes = pool_.in_use_ < pool_.capacity_;
  if (takes) {
    ++pool_.in_use_;
    if (std::exchange(counted_, false))
      pool_.station_.start_service(pool_.simulation_.now());
    else
      pool_.station_.arrive_and_start(pool_.simulation_.now());
    guard = Guard(pool_);
  }
  if (std::exchange(state_, State::looking) == State::awake) {
    pool_.one_awake_ = false;
    pool_.wake_first_in_line();
  }
  return takes;
}

void TokenPool::Contender::wait(std::coroutine_handle<> process, Time deadline)
{
  waiter_.wait(process);
  state_ = State::waiting;
  if (not std::exchange(counted_, true))
    pool_.station_.arrive(pool_.simulation_.now());
  if (pool_.last_come_first_)
    pool_.contenders_.push_front(*this);
  else
    pool_.contenders_.push_back(*this);
  if (deadline < end_of_time)
    waiter_.wake_at(deadline);
}

void TokenPool::Contender::tell()
{
  ListHook<WaitTag>::unlink();
  state_ = State::awake;
  waiter_.cancel(); // the deadline
  waiter_.wake();
}

/// Told, or past the deadline: whichever it was has happened.
void TokenPool::Contender::looks()
{
  waiter_.woken();
  ListHook<WaitTag>::unlink();
  if (state_ == State::in_line)
    pass_on();
}

/// A turn that is not used goes to another.
void TokenPool::Contender::pass_on()
{
  const State was = std::exchange(state_, State::looking);
  if (was == State::awake && pool_.told_one_by_one_)
    pool_.one_awake_ = false;
  if (was == State::awake || was == State::in_line)
    pool_.tell_contender();
}

void TokenPool::grant_waiters()
{
  while (in_use_ < capacity_ && not waiters_.empty()) {
    Acquire& head = waiters_.front();
    waiters_.pop_front();
    head.DeadlineNode::unlink();
    head.state_ = Acquire::State::granted;
    ++in_use_;
    station_.start_service(simulation_.now());
    head.waiter_.wake();
    if (not waiters_.empty())
      prefetch(waiters_.front()); // for the next token that comes back
  }
}

void TokenPool::tell_contender()
{
  if (in_use_ < capacity_ && not contenders_.empty()) {
    Contender& first = contenders_.front();
    if (told_one_by_one_) {
      contenders_.pop_front();
      first.state_ = Contender::State::in_line;
      line_.push_back(first);
    } else {
      first.tell();
    }
  }
  wake_first_in_line();
}

void TokenPool::wake_first_in_line()
{
  if (one_awake_ || line_.empty())
    return;
  one_awake_ = true;
  line_.front().tell();
}

} // namespace onsale::engine
