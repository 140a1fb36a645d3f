/// The threads of one application process on a host whose CPU is a run queue.
#pragma once

#include "sim/engine/cpu/event_loop.hpp"
#include "model/system/system_options.hpp"
#include "model/system/tomcat/task_queue.hpp"
#include "sim/engine/time.hpp"

#include <utility>

namespace onsale::system {

struct InstanceThreads {
  InstanceThreads(engine::Simulation& simulation, const SystemOptions& options, engine::RunQueue& run_queue,
                  engine::ProcessorSharing::Group process, TaskQueue::Options tasks_options)
      : queue(run_queue), tasks(simulation, run_queue, process, std::move(tasks_options)),
        poller(simulation, run_queue, process, {.pass_cpu = engine::seconds(options.threads.poller_pass_cpu_s)}),
        compiler(simulation, run_queue, process, {}), pool_filler(simulation, run_queue, process, {}),
        scheduler(process), requests(options.jvm.warm_up_requests)
  {
  }

  engine::RunQueue& queue;
  TaskQueue tasks;                    ///< Tomcat's workers
  EventLoop poller;                   ///< Tomcat's: reads which sockets are ready, hands them to the workers
  EventLoop compiler;                 ///< of the JVM
  EventLoop pool_filler;              ///< HikariCP's: looks whether the pool may grow whenever a thread has to wait
  engine::RunQueue::Thread scheduler; ///< of the waiting queue
  double requests;                    ///< that the process has served, for its compiler
  double compile_order_s = 0;         ///< CPU time of what is not yet worth a task of the compiler
};

} // namespace onsale::system
