/// Executors of the application: who does what a request, or nobody, waits for on another thread.
#pragma once

#include "model/system/executor/executor_settings.hpp"
#include "model/system/executor/thread_pool.hpp"
#include "model/system/flow/step.hpp"
#include "model/system/part.hpp"
#include "model/system/resource.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace onsale::system {

class FlowReader;
class Instance;
extern const PartKind executor_part;

/// What becomes of a task that finds neither thread nor room: the handlers of java.util.concurrent.
enum class Rejected : std::uint8_t { abort, caller_runs, discard, discard_oldest };

/// One executor as data: `executors:` of a scenario, or one that every application has.
struct ExecutorOptions {
  std::string name;
  std::uint32_t core_size = 1;
  std::uint32_t max_size = 0;
  std::uint32_t queue_capacity = 0;
  engine::Duration keep_alive{60};
  Rejected rejected = Rejected::abort;
};

struct ExecutorsOptions final : PartOptions {
  std::vector<ExecutorOptions> executors; ///< in the order of ExecutorIndex, then the scenario's own
};

/// Executors that every application has, by their numbers.
enum ExecutorIndex : std::size_t {
  application_task_executor, ///< Spring's, of @Async
  task_scheduler,            ///< Spring's, of @Scheduled
  common_pool,               ///< ForkJoinPool.commonPool(), of CompletableFuture and parallel streams
  virtual_threads,           ///< Executors.newVirtualThreadPerTaskExecutor()
  first_own
};

class Executors final : public RunningPart {
public:
  Executors(System& system, const ExecutorsOptions& options);

  /// Of one process; made when it is first asked for.
  ThreadPool& pool_of(const Instance& instance, std::size_t executor);
  const ExecutorOptions& options(std::size_t executor) const { return options_.executors[executor]; }
  void stopped(Instance& instance, bool in_order) override;

  std::uint64_t waiting() const;
  std::uint64_t rejected = 0; ///< tasks so far, whatever became of them

private:
  System& system_;
  const ExecutorsOptions& options_;
  std::map<std::pair<std::size_t, std::size_t>, ThreadPool> pools_; // [number of the instance, executor]
};

/// A step that hands work to an executor.
struct ExecutorStep : Step {
  std::size_t executor = application_task_executor;
};

/// `executor: NAME` of a step. @param otherwise  unless it is there
std::size_t read_executor(const FlowReader& reader, config::Object& object, std::size_t otherwise);
/// The id of its resource: one of a scenario's own may be called as something else is.
std::string executor_id(const SystemOptions& options, std::size_t executor);

} // namespace onsale::system
