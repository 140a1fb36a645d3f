// What executors tell of themselves, and the part at work.
#include "model/system/executor/executors.hpp"

#include "model/config/wording.hpp"
#include "model/system/count32.hpp"
#include "model/system/executor/async_step.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace onsale::system {
namespace {

constexpr std::array<std::string_view, first_own> known_names = {"applicationTaskExecutor", "taskScheduler",
                                                                 "commonPool", "virtual"};

const ExecutorsOptions& of(const SystemOptions& options)
{
  return static_cast<const ExecutorsOptions&>(*options.parts.at(executor_part.name));
}

/// Beside what a scenario says of it: the settings, and for the common pool the cores.
ThreadPool::Options sized(const SystemOptions& options, std::size_t number)
{
  const ExecutorSettings& settings = options.settings.executor;
  const ExecutorOptions& its = of(options).executors[number];
  ThreadPool::Options pool{.name = its.name,
                           .core = its.core_size,
                           .max = its.max_size,
                           .queue_capacity = its.queue_capacity,
                           .keep_alive = its.keep_alive};
  switch (number) {
  case application_task_executor:
    pool.core = settings.core_size;
    pool.max = std::max(settings.max_size, settings.core_size);
    pool.queue_capacity = settings.queue_capacity;
    pool.keep_alive = settings.keep_alive;
    pool.limited = not settings.virtual_threads;
    break;
  case task_scheduler:
    pool.core = pool.max = settings.scheduling_size;
    pool.queue_capacity = unlimited;
    pool.limited = not settings.virtual_threads;
    break;
  case common_pool: // JDK: one thread less than processors, at least one
    pool.core = pool.max = static_cast<std::uint32_t>(std::max(1.0, options.host(Role::server).cpu.largest() - 1));
    pool.queue_capacity = unlimited;
    break;
  case virtual_threads:
    pool.limited = false;
    break;
  default:
    break;
  }
  if (not pool.limited)
    pool.core = 0;
  return pool;
}

Resource executor_resource(const SystemOptions& options, std::size_t number, std::size_t instance)
{
  const ThreadPool::Options pool = sized(options, number);
  const std::string& name = of(options).executors[number].name;
  Resource resource{.id = executor_id(options, number),
                    .instance = instance,
                    .kind = Resource::Kind::held,
                    .part = "executor",
                    .depth = 5,
                    .capacity = {.cores = pool.limited ? static_cast<double>(pool.core) : 0}};
  if (number == application_task_executor)
    resource.wider = {{"spring.task.execution.pool.core-size", static_cast<double>(pool.core)}};
  else if (number == task_scheduler)
    resource.wider = {{"spring.task.scheduling.pool.size", static_cast<double>(pool.core)}};
  else if (number >= first_own)
    resource.wider = {{"executors." + name + ".core-size", static_cast<double>(pool.core)}};
  if (pool.limited)
    resource.gauges = {"name", name, "executor_active_threads", "executor_queued_tasks", "executor_pool_max_threads",
                       ""};
  return resource;
}

/// Those that any flow hands work to.
std::set<std::size_t> used_executors(const SystemOptions& options)
{
  std::set<std::size_t> used;
  if (not options.jobs.empty())
    used.insert(task_scheduler);
  for (const Flow* flow : options.flows())
    for (const auto& step : *flow)
      if (const auto* hands_over = dynamic_cast<const ExecutorStep*>(step.get()))
        used.insert(hands_over->executor);
  return used;
}

ExecutorOptions read_executor(const std::string& name, config::Object object, bool sized_elsewhere)
{
  ExecutorOptions executor{.name = name};
  const auto count = [&](const char* key, const char* says, std::int64_t least, std::int64_t otherwise) {
    return static_cast<std::uint32_t>(
        object.integer(key, {.says = says, .minimum = least, .maximum = 2147483647, .default_value = otherwise}));
  };
  if (not sized_elsewhere) {
    executor.core_size = count("core-size", "corePoolSize: threads; more only when the queue is full", 1, 1);
    executor.max_size = count("max-size", "maxPoolSize: threads at most", 1, 2147483647);
    executor.queue_capacity = count("queue-capacity", "tasks that wait for a thread", 0, 2147483647);
    executor.keep_alive = object.duration("keep-alive", {.says = "after which an idle thread beyond core-size ends",
                                                         .default_value = engine::seconds(60)});
    executor.max_size = std::max(executor.max_size, executor.core_size);
  }
  executor.rejected = object.one_of<Rejected>(
      "rejected", "what becomes of a task that finds neither thread nor room: the handlers of ThreadPoolExecutor",
      {{"abort", Rejected::abort},
       {"caller-runs", Rejected::caller_runs},
       {"discard", Rejected::discard},
       {"discard-oldest", Rejected::discard_oldest}},
      Rejected::abort);
  object.finish();
  return executor;
}

std::shared_ptr<const PartOptions> read_executors(config::Object& scenario, const Variation&)
{
  auto options = std::make_shared<ExecutorsOptions>();
  for (const std::string_view name : known_names)
    options->executors.push_back({.name = std::string(name)});
  config::Object executors = scenario.object("executors", "thread pools of each process of the application, by name");
  for (const auto& entry :
       executors.entries("a ThreadPoolTaskExecutor; of applicationTaskExecutor what it rejects alone")) {
    if (entry.key == known_names[application_task_executor])
      options->executors[application_task_executor] = read_executor(entry.key, entry.value.object(), true);
    else if (std::find(known_names.begin(), known_names.end(), entry.key) != known_names.end())
      entry.value.fault("every application has one called " + entry.key);
    else
      options->executors.push_back(read_executor(entry.key, entry.value.object(), false));
  }
  return options;
}

const MetricKind waiting_tasks{
    .name = "executor-queued",
    .says = "tasks that wait for a thread of any executor",
    .total = [](const System& system) { return static_cast<double>(system.part<Executors>(executor_part).waiting()); }};
const MetricKind rejected_tasks{
    .name = "tasks-rejected-per-minute",
    .says = "tasks that found neither thread nor room, at the pace of this second",
    .rate = MetricKind::Rate::per_minute,
    .total = [](const System& system) { return static_cast<double>(system.part<Executors>(executor_part).rejected); }};

const CauseKind task_rejected_kind{
    .name = "task_rejected",
    .resource = "executor",
    .says = "TaskRejectedException: the executor has neither a thread nor room in its queue",
    .log_line = [](const System& system, const Work& work) -> std::string {
      const auto* step = dynamic_cast<const ExecutorStep*>(work.flow[work.at - 1].get());
      if (step == nullptr)
        return "TaskRejectedException: executor did not accept task";
      const ThreadPool& pool = system.part<Executors>(executor_part).pool_of(*work.instance, step->executor);
      return "TaskRejectedException: ExecutorService in active state did not accept task: [Running, pool size = " +
             std::to_string(pool.options().max) + ", queued tasks = " + std::to_string(pool.waiting()) + "]";
    }};

} // namespace

const Cause Cause::task_rejected(task_rejected_kind);

const PartKind executor_part{.name = "executor",
                             .settings = executor_settings,
                             .metrics = {&waiting_tasks, &rejected_tasks},
                             .steps = {&parallel_step, &async_step, &after_commit_step, &after_response_step},
                             .causes = {&task_rejected_kind},
                             .resources =
                                 [](const SystemOptions& options, std::vector<Resource>& all) {
                                   for (const std::size_t number : used_executors(options))
                                     all.push_back(executor_resource(options, number, 1));
                                 },
                             .read = read_executors,
                             .make = [](System& system, const PartOptions& options) -> std::unique_ptr<RunningPart> {
                               return std::make_unique<Executors>(system,
                                                                  static_cast<const ExecutorsOptions&>(options));
                             }};

Executors::Executors(System& system, const ExecutorsOptions& options) : system_(system), options_(options)
{
  for (const std::size_t number : used_executors(system.options))
    pool_of(*system.application.instances().front(), number);
}

ThreadPool& Executors::pool_of(const Instance& instance, std::size_t executor)
{
  const std::pair place{instance.number(), executor};
  if (const auto found = pools_.find(place); found != pools_.end())
    return found->second;
  const Resource resource = executor_resource(system_.options, executor, instance.number());
  ThreadPool::Options options = sized(system_.options, executor);
  options.name = resource.name();
  ThreadPool& pool = pools_
                         .emplace(std::piecewise_construct, std::forward_as_tuple(place),
                                  std::forward_as_tuple(system_.simulation, instance.process(), options))
                         .first->second;
  system_.watch(resource, pool.station());
  return pool;
}

void Executors::stopped(Instance& instance, bool /*in_order*/)
{
  for (auto& [place, pool] : pools_)
    if (place.first == instance.number())
      pool.restart();
}

std::uint64_t Executors::waiting() const
{
  std::uint64_t sum = 0;
  for (const auto& [place, pool] : pools_)
    sum += pool.waiting();
  return sum;
}

std::size_t read_executor(const FlowReader& reader, config::Object& object, std::size_t otherwise)
{
  const auto value =
      object.value("executor", "whose threads do it: of `executors`, applicationTaskExecutor, commonPool or virtual");
  if (not value)
    return otherwise;
  const auto& options = reader.section<ExecutorsOptions>(executor_part);
  std::vector<std::string> names;
  for (const ExecutorOptions& each : options.executors)
    names.push_back(each.name);
  const std::string name = value->text();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    value->fault("there is no executor called " + config::in_quotes(name) + config::suggestion(name, names));
    return otherwise;
  }
  return static_cast<std::size_t>(found - names.begin());
}

std::string executor_id(const SystemOptions& options, std::size_t executor)
{
  const std::string& name = of(options).executors[executor].name;
  return executor < first_own ? name : name + " executor";
}

} // namespace onsale::system
