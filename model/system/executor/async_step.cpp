// All that is known of `async` and `after-response`.
#include "model/system/executor/async_step.hpp"

#include "model/system/executor/errand.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

namespace onsale::system {
namespace {

using engine::Task;

struct AsyncStep final : ExecutorStep {
  Progress run(Work& work) const override
  {
    auto& executors = work.system.part<Executors>(executor_part);
    ThreadPool& pool = executors.pool_of(*work.instance, executor);
    work.at = body.last;
    auto place = pool.admit();
    if (not place) {
      ++executors.rejected;
      switch (executors.options(executor).rejected) {
      case Rejected::abort:
        work.at = body.first; // behind this step, whose executor the log names
        work.system.failures.refuse(work, Cause::task_rejected);
        return Progress::done();
      case Rejected::caller_runs:
        work.at = body.first;
        return Progress::done();
      case Rejected::discard:
        return Progress::done();
      case Rejected::discard_oldest:
        if (not pool.drop_oldest())
          return Progress::done();
        place = pool.admit();
      }
    }
    work.system.simulation.spawn(errand(Parcel(work, body), pool, std::move(place)));
    return Progress::done();
  }
  void demand(DemandWalk& walk) const override
  {
    walk.beside(body, executor_id(walk.options(), executor));
    walk.go_on_at(body.last);
  }
  StepPicture picture() const override { return {.label = "async", .edges = {{body.last, "goes on"}}}; }

  Stretch body;
};

/// `[{call: mail}]`, or `{executor: NAME, steps: [..]}`
void read_async(FlowReader& reader, const config::Value& content)
{
  AsyncStep& step = reader.emit<AsyncStep>();
  if (not content.is_map()) {
    step.body = reader.aside(content.list({.minimum_size = 1}));
    return;
  }
  config::Object object = content.object();
  step.executor = read_executor(reader, object, application_task_executor);
  step.body = reader.aside(object.list("steps", {.says = "that it does", .minimum_size = 1}));
  object.finish();
}

} // namespace

const StepKind async_step{.name = "async",
                          .says =
                              "steps on a thread of an executor (@Async); the request goes on, nobody waits for them",
                          .read = read_async};

} // namespace onsale::system
