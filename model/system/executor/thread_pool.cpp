#include "model/system/executor/thread_pool.hpp"

namespace onsale::system {
namespace {

/// Threads that work at most: more than `core` only when the queue is full.
double capacity_of(const ThreadPool::Options& options)
{
  constexpr std::uint64_t never_full = 1'000'000'000;
  if (not options.limited)
    return 0;
  return options.queue_capacity < never_full ? options.max : options.core;
}

} // namespace

ThreadPool::ThreadPool(engine::Simulation& simulation, engine::Cpu::ProcessId process, Options options)
    : simulation_(simulation), process_(process), options_(std::move(options)),
      station_(options_.name, capacity_of(options_))
{
}

ThreadPool::Place ThreadPool::admit()
{
  const std::uint64_t present = station_.in_service() + station_.queued() + promised_;
  if (options_.limited && present >= options_.max + options_.queue_capacity)
    return {};
  return Place(*this);
}

bool ThreadPool::Task::await_ready()
{
  ThreadPool& pool = pool_;
  pool.end_idle_threads();
  if (pool.alive_ < pool.options_.core) {
    thread_ = &pool.new_thread();
  } else if (not pool.idle_.empty()) {
    thread_ = &pool.idle_.front();
    pool.idle_.pop_front();
  } else if (pool.options_.limited && pool.station_.queued() < pool.options_.queue_capacity) {
    return false;
  } else {
    thread_ = &pool.new_thread();
  }
  pool.station_.arrive_and_start(pool.simulation_.now());
  return true;
}

void ThreadPool::Task::await_suspend(std::coroutine_handle<> process)
{
  waiter_.wait(process);
  pool_.station_.arrive(pool_.simulation_.now());
  pool_.tasks_.push_back(*this);
}

ThreadPool::Worker ThreadPool::Task::await_resume()
{
  waiter_.woken();
  if (thread_ == nullptr)
    return {};
  return Worker(pool_, *std::exchange(thread_, nullptr));
}

ThreadPool::Task::~Task()
{
  if (is_linked()) {
    unlink();
    pool_.station_.give_up(pool_.simulation_.now());
  }
  if (thread_ != nullptr)
    pool_.done(*thread_);
}

bool ThreadPool::drop_oldest()
{
  if (tasks_.empty())
    return false;
  Task& oldest = tasks_.front();
  oldest.unlink();
  station_.give_up(simulation_.now());
  oldest.waiter_.wake();
  return true;
}

void ThreadPool::done(Thread& thread)
{
  station_.complete(simulation_.now());
  thread.fresh = false;
  if (tasks_.empty()) {
    thread.idle_since = simulation_.now();
    idle_.push_back(thread);
    return;
  }
  Task& next = tasks_.front();
  next.unlink();
  station_.start_service(simulation_.now());
  next.thread_ = &thread;
  next.waiter_.wake();
}

void ThreadPool::end_idle_threads()
{
  while (alive_ > options_.core && not idle_.empty() &&
         simulation_.now() - idle_.front().idle_since > options_.keep_alive) {
    ended_.splice(ended_.end(), idle_, idle_.begin());
    --alive_;
  }
}

void ThreadPool::restart()
{
  ended_.splice(ended_.end(), idle_);
  alive_ = 0;
}

ThreadPool::Thread& ThreadPool::new_thread()
{
  ++alive_;
  if (ended_.empty())
    return threads_.emplace_back(process_);
  Thread& thread = ended_.front();
  ended_.pop_front();
  thread.fresh = true;
  return thread;
}

} // namespace onsale::system
