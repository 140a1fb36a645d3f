#include "model/system/system.hpp"
#include "model/system/work.hpp"

namespace onsale::system {

engine::Task<> walk(Work& work)
{
  const Flow& flow = work.flow;
  const engine::Simulation& simulation = work.system.simulation;
  Jvm& jvm = work.instance->jvm();
  while (work.status == 0 && work.at < flow.size()) {
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
      const double stopped_s = jvm.stopped_s();
      co_await work.run(engine::seconds(progress.time_s()));
      lap_cpu(work, progress.time_s(), stopped_s);
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

void lap_cpu(Work& work, double demand_s, double stopped_before_s)
{
  work.laps.lap_cpu(demand_s / work.instance->cpu().speed(), work.instance->jvm().stopped_s() - stopped_before_s,
                    work.system.now());
}

} // namespace onsale::system
