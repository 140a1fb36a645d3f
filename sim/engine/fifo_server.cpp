#include "sim/engine/fifo_server.hpp"

#include "sim/engine/check.hpp"

namespace onsale::engine {

void FifoServer::Serve::await_suspend(std::coroutine_handle<> process)
{
  waiter_.wait(process);
  state_ = State::waiting;
  server_.station_.arrive(server_.simulation_.now());
  server_.waiting_.push_back(*this);
  server_.start_waiting();
}

void FifoServer::Serve::await_resume()
{
  waiter_.woken();
  state_ = State::done;
  --server_.busy_;
  server_.station_.complete(server_.simulation_.now());
  server_.start_waiting();
}

FifoServer::Serve::~Serve()
{
  if (state_ == State::waiting)
    server_.station_.give_up(server_.simulation_.now());
  if (state_ == State::in_service) {
    waiter_.cancel();
    --server_.busy_;
    server_.station_.complete(server_.simulation_.now());
    server_.start_waiting();
  }
}

void FifoServer::start_waiting()
{
  while (busy_ < servers_ && pauses_ == 0 && not waiting_.empty()) {
    Serve& head = waiting_.front();
    waiting_.pop_front();
    start(head);
  }
}

void FifoServer::start(Serve& job)
{
  ++busy_;
  station_.start_service(simulation_.now());
  job.state_ = Serve::State::in_service;
  job.waiter_.wake_at(simulation_.now() + job.demand_ / speed_);
}

void FifoServer::resume()
{
  ONSALE_CHECK(pauses_ > 0, station_.name() + ": resume without a pause");
  --pauses_;
  start_waiting();
}

} // namespace onsale::engine
