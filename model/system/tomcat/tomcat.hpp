/// Tomcat in one process of the application: its connector, its worker threads, its poller.
#pragma once

#include "model/system/application/place.hpp"
#include "model/system/application/thread_options.hpp"
#include "model/system/resource.hpp"
#include "model/system/tomcat/connector.hpp"
#include "model/system/tomcat/task_queue.hpp"
#include "model/system/tomcat/tomcat_settings.hpp"
#include "sim/engine/cpu/event_loop.hpp"

#include <memory>

namespace onsale::system {

struct PartKind;
extern const PartKind tomcat_part;

class Tomcat {
public:
  /// @param running  shut while the process stands still
  /// @param threads  must outlive it
  Tomcat(const Place& place, const TomcatSettings& settings, const ThreadOptions& threads, engine::Gate& running);

  Connector& connector() { return connector_; }
  const Connector& connector() const { return connector_; }
  TaskQueue& workers() { return workers_; }
  const TaskQueue& workers() const { return workers_; }

  /// The task queue is bounded and full: the socket of one more request would be closed.
  bool full() const
  {
    return workers_.in_use() >= workers_.threads_max() &&
           static_cast<std::int64_t>(workers_.waiting()) >= settings_.max_queue_capacity;
  }
  /// nullptr where the poller costs nothing.
  engine::EventLoop* poller() { return poller_.get(); }
  /// What a worker does after its response: in the midst of it the socket goes back to the poller.
  void wind_up(TaskQueue::Worker worker, engine::RandomStream& draws);
  /// Whether the worker is a thread that was started for its task; virtual ones cost nothing.
  bool starts_thread(const TaskQueue::Worker& worker) const { return worker.fresh() && not settings_.virtual_threads; }

  /// Sizes and limits; what is out beyond a smaller one comes back when it is given back.
  void apply(const TomcatSettings& settings);
  void restart();

private:
  static engine::Process clean_up(Tomcat& tomcat, TaskQueue::Worker worker, double cpu_s);

  engine::Simulation& simulation_;
  engine::Cpu& cpu_;
  TomcatSettings settings_;
  const ThreadOptions& threads_;
  Connector connector_;
  TaskQueue workers_;
  std::unique_ptr<engine::EventLoop> poller_;
};

Resource tomcat_connections(const TomcatSettings& settings, std::size_t instance);
Resource tomcat_workers(const TomcatSettings& settings, std::size_t instance);

} // namespace onsale::system
