#include "model/system/system.hpp"
#include "model/system/work.hpp"

namespace onsale::system {

engine::Task<> walk(Work& work, std::size_t until)
{
  const Flow& flow = work.flow;
  const engine::Simulation& simulation = work.system.simulation;
  Jvm& jvm = work.instance->jvm();
  while (work.status == 0 && work.at < until) {
    if (jvm.paused()) {
      co_await jvm.running().pass();
      work.laps.lap(Part::gc, simulation.now());
      continue;
    }
    const Step& step = *flow[work.at++];
    Progress progress = step.run(work);
    switch (progress.kind()) {
    case Progress::Kind::done:
      continue;
    case Progress::Kind::cpu: {
      const Stops before = work.instance->stops();
      co_await work.run(engine::seconds(progress.time_s()));
      lap_cpu(work, progress.time_s(), before);
      continue;
    }
    case Progress::Kind::sleep:
      co_await engine::Sleep{work.system.simulation, engine::seconds(progress.time_s())};
      break;
    case Progress::Kind::story:
      co_await progress.story();
      break;
    case Progress::Kind::question:
      step.answered(work, co_await progress.question());
      break;
    }
    work.laps.lap(step.part(), simulation.now());
  }
}

void charge_cpu(Work& work, double demand_s)
{
  work.laps.served(Charge::server_cpu, demand_s / work.instance->cpu().speed(), work.system.now());
}

void lap_cpu(Work& work, double demand_s, const Stops& before)
{
  work.laps.lap_cpu(demand_s / work.instance->cpu().speed(), work.instance->stops() - before, work.system.now());
}

} // namespace onsale::system
