#include "model/system/tomcat/task_queue.hpp"

namespace onsale::system {

TaskQueue::TaskQueue(engine::Simulation& simulation, engine::Cpu& cpu, engine::Cpu::ProcessId process, Options options)
    : simulation_(simulation), cpu_(cpu), process_(process), options_(std::move(options)),
      station_(options_.name, options_.threads_max)
{
  restart();
}

void TaskQueue::restart()
{
  ended_.splice(ended_.end(), idle_);
  alive_ = static_cast<std::uint32_t>(told_.size() + station_.in_service());
  while (alive_ < options_.threads_min && alive_ < options_.threads_max) {
    Thread& thread = new_thread();
    thread.fresh = false;
    idle_.push_back(thread);
  }
}

void TaskQueue::resize(std::uint32_t threads_max)
{
  options_.threads_max = threads_max;
  station_.set_capacity(simulation_.now(), threads_max);
  while (one_too_many() && not idle_.empty()) {
    ended_.splice(ended_.end(), idle_, idle_.begin());
    --alive_;
  }
  while (not tasks_.empty() && idle_.empty() && alive_ < options_.threads_max)
    start(tasks_.front(), new_thread());
}

void TaskQueue::Task::await_suspend(std::coroutine_handle<> process)
{
  process_ = process;
  queue_.offer(*this);
}

TaskQueue::Worker TaskQueue::Task::await_resume()
{
  event_ = 0;
  return Worker(queue_, *std::exchange(thread_, nullptr));
}

TaskQueue::Task::~Task()
{
  if (event_ != 0)
    queue_.simulation_.cancel(event_);
  const bool waits = is_linked();
  unlink();
  if (waits)
    queue_.station_.give_up(queue_.simulation_.now());
  if (thread_ != nullptr)
    queue_.done(*thread_);
}

bool TaskQueue::start_at_once(Task& task)
{
  if (not tasks_.empty())
    return false;
  if (not idle_.empty()) {
    task.thread_ = &idle_.front();
    idle_.pop_front();
  } else if (alive_ < options_.threads_max) {
    task.thread_ = &new_thread();
  } else {
    return false;
  }
  station_.arrive_and_start(simulation_.now());
  return true;
}

void TaskQueue::offer(Task& task)
{
  const bool was_empty = tasks_.empty();
  station_.arrive(simulation_.now());
  tasks_.push_back(task);
  if (station_.in_service() + station_.queued() > alive_ && alive_ < options_.threads_max)
    start(task, new_thread());
  else if (options_.in_turn && not idle_.empty())
    look(*idle_.begin());
  else if (was_empty)
    tell();
}

void TaskQueue::start(Task& task, Thread& thread)
{
  task.unlink();
  station_.start_service(simulation_.now());
  task.thread_ = &thread;
  task.event_ = simulation_.wake(task.process_);
}

void TaskQueue::done(Thread& thread)
{
  station_.complete(simulation_.now());
  thread.fresh = false;
  if (one_too_many()) {
    ended_.push_back(thread);
    --alive_;
  } else {
    look(thread);
  }
}

void TaskQueue::look(Thread& thread)
{
  thread.unlink();
  if (tasks_.empty()) {
    idle_.push_back(thread);
    return;
  }
  start(tasks_.front(), thread);
  if (not tasks_.empty())
    tell();
}

void TaskQueue::tell()
{
  if (options_.in_turn)
    return;
  if (not idle_.empty())
    told_.splice(told_.end(), idle_, idle_.begin());
  wake_next();
}

void TaskQueue::wake_next()
{
  if (one_awake_ || told_.empty())
    return;
  one_awake_ = true;
  simulation_.spawn(woken(told_.front()));
}

engine::Process TaskQueue::woken(Thread& thread)
{
  co_await cpu_.run(thread.schedule, options_.wake_up_cpu);
  one_awake_ = false;
  look(thread);
  wake_next();
}

TaskQueue::Thread& TaskQueue::new_thread()
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
