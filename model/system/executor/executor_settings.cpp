#include "model/system/executor/executor_settings.hpp"

#include "model/system/count32.hpp"

namespace onsale::system {

using config::SettingKind;

std::vector<config::SettingSpec> executor_settings()
{
  return {
      {.name = "spring.task.execution.pool.core-size",
       .kind = SettingKind::count,
       .default_value = "8",
       .minimum = "1",
       .maximum = "1000000",
       .doc = "threads of applicationTaskExecutor (@Async); more only when its queue is full",
       .source = "Spring Boot default"},
      {.name = "spring.task.execution.pool.max-size",
       .kind = SettingKind::count,
       .default_value = "2147483647",
       .minimum = "1",
       .doc = "threads of applicationTaskExecutor at most",
       .source = "Spring Boot default"},
      {.name = "spring.task.execution.pool.queue-capacity",
       .kind = SettingKind::count,
       .default_value = "2147483647",
       .minimum = "0",
       .doc = "tasks that wait for a thread of applicationTaskExecutor; beyond it and max-size they are rejected",
       .source = "Spring Boot default"},
      {.name = "spring.task.execution.pool.keep-alive",
       .kind = SettingKind::duration,
       .default_value = "60s",
       .default_unit = "ms",
       .doc = "after which an idle thread beyond core-size ends",
       .source = "Spring Boot default"},
      {.name = "spring.task.scheduling.pool.size",
       .kind = SettingKind::count,
       .default_value = "1",
       .minimum = "1",
       .maximum = "1000000",
       .doc = "threads of taskScheduler: all jobs (@Scheduled) of a process share them",
       .source = "Spring Boot default"},
  };
}

ExecutorSettings read_executor_settings(const config::Settings& settings)
{
  return {.core_size = count32(settings, "spring.task.execution.pool.core-size"),
          .max_size = count32(settings, "spring.task.execution.pool.max-size"),
          .queue_capacity = count32(settings, "spring.task.execution.pool.queue-capacity"),
          .keep_alive = settings.duration("spring.task.execution.pool.keep-alive"),
          .scheduling_size = count32(settings, "spring.task.scheduling.pool.size"),
          .virtual_threads = settings.boolean("spring.threads.virtual.enabled")};
}

} // namespace onsale::system
