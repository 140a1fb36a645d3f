#include "model/k6/test/test_part_run.hpp"

#include <utility>

namespace onsale::k6 {

TestPartRun::TestPartRun(engine::Simulation& simulation, Events events)
    : simulation_(simulation), events_(std::move(events)),
      timeout_([](void* self) { static_cast<TestPartRun*>(self)->time_out(); }, this)
{
}

void TestPartRun::start(std::vector<Part> parts, VirtualUserBuffer& users, engine::Duration timeout)
{
  parts_ = std::move(parts);
  if (not parts_.empty()) {
    user_ = &users.initialise_unseen();
    simulation_.arm(timeout_, simulation_.now() + timeout);
  }
  next_part();
}

void TestPartRun::abort()
{
  engine::Simulation::disarm(timeout_);
  if (user_ != nullptr)
    std::exchange(user_, nullptr)->stop();
}

IterationSource::Turn TestPartRun::next_turn(VirtualUser&)
{
  if (repetition_ == parts_[part_].repeat)
    return {Turn::Kind::leave, {}};
  const auto repetition = repetition_++;
  return {Turn::Kind::begin, {repetition, repetition}};
}

void TestPartRun::left(VirtualUser&)
{
  ++part_;
  next_part();
}

void TestPartRun::next_part()
{
  if (part_ == parts_.size()) {
    engine::Simulation::disarm(timeout_);
    user_ = nullptr;
    events_.finished();
    return;
  }
  repetition_ = 0;
  parts_[part_].workload->samples.part_begins();
  user_->work(*parts_[part_].workload, *this, part_);
}

void TestPartRun::time_out()
{
  abort();
  events_.timed_out();
}

} // namespace onsale::k6
