#include "sim/engine/cpu/event_loop.hpp"

#include <utility>

namespace onsale::engine {

EventLoop::EventLoop(Simulation& simulation, Cpu& cpu, Cpu::ProcessId process, Options options)
    : simulation_(simulation), cpu_(cpu), thread_(process), options_(std::move(options)), station_(options_.name, 1)
{
  simulation_.spawn(run());
}

Process EventLoop::run()
{
  for (;;) {
    co_await Idle{*this};
    ++passes_;
    taken_.swap(ready_);
    serve_next();
    Duration work = options_.pass_cpu + std::exchange(posted_, Duration(0));
    for (const Item& item : taken_)
      work += item.cpu_ - item.cpu_ * options_.answer_share;
    co_await cpu_.run(thread_, work);
    while (not taken_.empty()) {
      co_await cpu_.run(thread_, taken_.front().cpu_ * options_.answer_share);
      if (not taken_.empty()) // its request may be gone by now
        answer(taken_.front());
    }
  }
}

void EventLoop::wake()
{
  if (sleeping_)
    simulation_.wake(std::exchange(sleeping_, nullptr));
}

void EventLoop::add(Item& item)
{
  station_.arrive(simulation_.now());
  ready_.push_back(item);
  wake();
}

/// Its request is gone.
void EventLoop::abandon(Item& item)
{
  const bool was_in_service = in_service_ == &item;
  item.unlink();
  if (not was_in_service) {
    station_.give_up(simulation_.now());
    return;
  }
  station_.complete(simulation_.now());
  serve_next();
}

void EventLoop::serve_next()
{
  in_service_ = taken_.empty() ? nullptr : &taken_.front();
  if (in_service_ != nullptr)
    station_.start_service(simulation_.now());
}

void EventLoop::answer(Item& item)
{
  ++items_;
  taken_.pop_front();
  station_.complete(simulation_.now());
  serve_next();
  item.waiter_.wake();
}

} // namespace onsale::engine
