#include "model/system/database/group_commit.hpp"

namespace onsale::system {

GroupCommit::GroupCommit(engine::Simulation& simulation, const engine::RandomFamily& draws, Options options)
    : simulation_(simulation), draws_(draws), options_(options),
      flush_end_([](void* self) { static_cast<GroupCommit*>(self)->flushed(); }, this)
{
}

void GroupCommit::Commit::await_suspend(std::coroutine_handle<> process)
{
  process_ = process;
  log_.waiting_.push_back(*this);
  ++log_.commits_;
  if (not log_.busy_)
    log_.flush();
}

void GroupCommit::flush()
{
  busy_ = true;
  flushing_.swap(waiting_);
  engine::RandomStream stream(draws_, groups_++);
  double flush_s = 0;
  for (int i = 0; i < options_.flushes; ++i)
    flush_s += options_.fsync.sample(stream) * slowdown_;
  busy_s_ += flush_s;
  simulation_.arm(flush_end_, simulation_.now() + engine::seconds(flush_s));
}

void GroupCommit::flushed()
{
  while (not flushing_.empty()) {
    Commit& commit = flushing_.front();
    flushing_.pop_front();
    commit.event_ = simulation_.wake(commit.process_);
  }
  busy_ = false;
  if (not waiting_.empty())
    flush();
}

} // namespace onsale::system
