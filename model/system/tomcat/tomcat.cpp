#include "model/system/tomcat/tomcat.hpp"

#include "model/system/count32.hpp"
#include "model/system/part.hpp"
#include "model/system/system_options.hpp"
#include "model/system/work.hpp"

#include <utility>

namespace onsale::system {
namespace {

using engine::seconds;

std::uint32_t threads_of(const TomcatSettings& tomcat)
{
  return tomcat.virtual_threads ? unlimited : tomcat.threads_max;
}

TaskQueue::Options tasks_of(const TomcatSettings& settings, const ThreadOptions& threads, std::size_t instance)
{
  return {.name = tomcat_workers(settings, instance).name(),
          .threads_max = threads_of(settings),
          .threads_min = settings.threads_min_spare,
          .wake_up_cpu = seconds(threads.wake_up_cpu_s),
          .in_turn = threads.worker_hand_off == HandOff::in_turn};
}

const CauseKind connect_timeout_kind{
    .name = "connect_timeout",
    .resource = "tomcat connections",
    .says = "the accept queue overflowed until the client's dial time-out",
    .log_line = [](const System&, const Work&) -> std::string { return "dial: i/o timeout (k6 error 1211)"; }};
const CauseKind queue_full_kind{.name = "queue_full",
                                .resource = "tomcat workers",
                                .says = "Tomcat's task queue is bounded and full: the socket is closed",
                                .log_line = [](const System&, const Work&) -> std::string {
                                  return "RejectedExecutionException: the executor's work queue is full";
                                }};

} // namespace

const Cause Cause::connect_timeout(connect_timeout_kind);
const Cause Cause::queue_full(queue_full_kind);

const PartKind tomcat_part{.name = "tomcat",
                           .settings = tomcat_settings,
                           .causes = {&connect_timeout_kind, &queue_full_kind},
                           .resources = [](const SystemOptions& options, std::vector<Resource>& all) {
                             all.push_back(tomcat_connections(options.settings.tomcat, 1));
                             all.push_back(tomcat_workers(options.settings.tomcat, 1));
                           }};

Tomcat::Tomcat(const Place& place, const TomcatSettings& settings, const ThreadOptions& threads, engine::Gate& running)
    : simulation_(place.simulation), cpu_(place.cpu), settings_(settings), threads_(threads),
      connector_(place.simulation, settings, running, tomcat_connections(settings, place.instance).name()),
      workers_(place.simulation, place.cpu, place.process, tasks_of(settings, threads, place.instance))
{
  if (threads.has_poller())
    poller_ = std::make_unique<engine::EventLoop>(
        place.simulation, place.cpu, place.process,
        engine::EventLoop::Options{.name = "tomcat poller", .pass_cpu = seconds(threads.poller_pass_cpu_s)});
}

void Tomcat::wind_up(TaskQueue::Worker worker, engine::RandomStream& draws)
{
  const double cpu_s = threads_.clean_up_cpu.sample(draws);
  if (cpu_s > 0 || poller_ != nullptr)
    simulation_.spawn(clean_up(*this, std::move(worker), cpu_s));
}

engine::Process Tomcat::clean_up(Tomcat& tomcat, TaskQueue::Worker worker, double cpu_s)
{
  co_await tomcat.cpu_.run(*worker.thread(), seconds(cpu_s / 2));
  if (tomcat.poller_ != nullptr)
    tomcat.poller_->post(seconds(tomcat.threads_.poller_register_cpu_s));
  co_await tomcat.cpu_.run(*worker.thread(), seconds(cpu_s / 2));
}

void Tomcat::apply(const TomcatSettings& settings)
{
  settings_ = settings;
  connector_.apply(settings);
  workers_.resize(threads_of(settings));
}

void Tomcat::restart()
{
  connector_.close_idle();
  workers_.restart();
}

Resource tomcat_connections(const TomcatSettings& settings, std::size_t instance)
{
  return {.id = "tomcat connections",
          .instance = instance,
          .kind = Resource::Kind::held,
          .part = "tomcat",
          .depth = 6,
          .capacity = {.cores = static_cast<double>(settings.max_connections)},
          .of_each_process = true,
          .admits = true,
          .wider = {{"server.tomcat.max-connections", static_cast<double>(settings.max_connections)}},
          .gauges = {"name", "http-nio-8080", "tomcat_connections_current_connections", "",
                     "tomcat_connections_config_max_connections", ""}};
}

Resource tomcat_workers(const TomcatSettings& settings, std::size_t instance)
{
  return {
      .id = "tomcat workers",
      .instance = instance,
      .kind = Resource::Kind::held,
      .part = "tomcat",
      .depth = 5,
      .capacity = {.cores = settings.virtual_threads ? 0 : static_cast<double>(settings.threads_max)},
      .of_each_process = true,
      .wider = {{"server.tomcat.threads.max", static_cast<double>(settings.threads_max)}},
      .gauges = {"name", "http-nio-8080", "tomcat_threads_busy_threads", "", "tomcat_threads_config_max_threads", ""}};
}

} // namespace onsale::system
