#include "model/system/executor/errand.hpp"

#include <utility>

namespace onsale::system {

engine::Task<> walk_on(ThreadPool& pool, ThreadPool::Place place, Work& work, Stretch stretch)
{
  System& system = work.system;
  Jvm& jvm = work.instance->jvm();
  ThreadPool::Worker worker = co_await pool.begin(std::move(place));
  work.laps.lap(Part::worker, system.now());
  if (not worker)
    co_return;
  work.runs_on = &worker.thread();
  while (jvm.paused()) {
    co_await jvm.running().pass();
    work.laps.lap(Part::gc, system.now());
  }
  if (worker.fresh() && pool.options().limited) {
    const Stops before = work.instance->stops();
    co_await work.run(engine::seconds(system.options.jvm.thread_start_cpu_s));
    lap_cpu(work, system.options.jvm.thread_start_cpu_s, before);
  }
  work.at = stretch.first;
  co_await walk(work, stretch.last);
  work.give_back();
}

engine::Process errand(Parcel parcel, ThreadPool& pool, ThreadPool::Place place)
{
  Work work(parcel.intent());
  parcel.unpack(work);
  Errand self;
  co_await engine::WatchSelf{self.process};
  work.instance->errands().push_back(self);
  co_await walk_on(pool, std::move(place), work, parcel.stretch);
}

} // namespace onsale::system
