#include "sim/engine/cpu/run_queue_loop.hpp"

#include <utility>

namespace onsale::system {

using engine::Duration;

EventLoop::EventLoop(engine::Simulation& simulation, engine::RunQueue& queue, engine::ProcessorSharing::Group process,
                     Options options)
    : simulation_(simulation), queue_(queue), thread_(process), options_(options)
{
  simulation_.spawn(run());
}

engine::Process EventLoop::run()
{
  for (;;) {
    co_await Idle{*this};
    ++passes_;
    taken_.swap(ready_);
    Duration work = options_.pass_cpu + std::exchange(posted_, Duration(0));
    for (const Item& item : taken_)
      work += item.cpu_ - item.cpu_ * options_.answer_share;
    co_await queue_.run(thread_, work);
    while (not taken_.empty()) {
      co_await queue_.run(thread_, taken_.front().cpu_ * options_.answer_share);
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

void EventLoop::answer(Item& item)
{
  ++items_;
  taken_.pop_front();
  item.event_ = simulation_.wake(item.process_);
}

} // namespace onsale::system
