// What the application and its JVMs tell of themselves: faults, what operators do, what is watched.
#include "model/config/wording.hpp"
#include "model/system/part.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <algorithm>

namespace onsale::system {
namespace {

using engine::Duration;
using engine::Task;

const FaultKind heap_leak{
    .name = "heap leak",
    .says = "each request leaves `per-request` reachable",
    .read = [](config::Object& object, const SystemOptions&) -> FaultEffect {
      const auto bytes = static_cast<double>(
          object.bytes("per-request", {.says = "that each request leaves reachable in the heap", .above = 0}));
      return [bytes](System& system, bool begins) { system.application.leak_bytes_per_request = begins ? bytes : 0; };
    }};
const FaultKind instance_down{
    .name = "instance down",
    .says = "a process of the application dies; another takes its place at `to`",
    .read = [](config::Object& object, const SystemOptions&) -> FaultEffect {
      const auto number = static_cast<std::size_t>(
          object.integer("instance", {.says = "of the application, from 1", .minimum = 1, .default_value = 1}) - 1);
      return [number](System& system, bool begins) {
        Application& application = system.application;
        if (number < application.instances().size())
          begins ? application.stop_instance(number) : application.start_instance(number);
      };
    }};

Task<> add(System& system, std::int64_t count, Duration takes)
{
  std::vector<std::size_t> numbers;
  for (std::int64_t i = 0; i < count; ++i)
    numbers.push_back(system.application.add_instance());
  if (takes > Duration(0))
    co_await engine::Sleep{system.simulation, takes};
  for (const std::size_t number : numbers)
    system.application.start_instance(number);
}

Task<> restart_all(System& system, Duration takes)
{
  for (std::size_t number = 0; number < system.application.instances().size(); ++number)
    co_await system.application.restart_instance(number, engine::seconds(30), takes);
}

const ActionKind add_instance{
    .name = "add instance",
    .says = "one more process of the application, on a host of its own, in rotation after `takes`",
    .read = [](config::Object& object, const SystemOptions&) -> ActionEffect {
      const std::int64_t count =
          object.integer("count", {.says = "how many are added", .minimum = 1, .maximum = 100, .default_value = 1});
      return [count](System& system, Duration takes) { return add(system, count, takes); };
    }};
const ActionKind restart_instances{
    .name = "restart instances",
    .says = "one after the other; each is back after `takes`",
    .read = [](config::Object&, const SystemOptions&) -> ActionEffect { return restart_all; }};

std::vector<std::size_t> read_endpoints(config::Object& object, const SystemOptions& options)
{
  std::vector<std::string> endpoints;
  for (const Endpoint& each : options.endpoints)
    endpoints.push_back(each.id);
  std::vector<std::size_t> numbers;
  for (const config::Value& value :
       object.list("endpoints", {.says = "that the page stands before", .minimum_size = 1})) {
    const std::string name = value.text();
    const auto found = std::find(endpoints.begin(), endpoints.end(), name);
    if (found == endpoints.end())
      value.fault("there is no endpoint called " + config::in_quotes(name) + config::suggestion(name, endpoints));
    else
      numbers.push_back(static_cast<std::size_t>(found - endpoints.begin()));
  }
  return numbers;
}

const ActionKind waiting_page{
    .name = "waiting page",
    .says = "`endpoints` are answered with a static page and `status`",
    .read = [](config::Object& object, const SystemOptions& options) {
      const auto status = static_cast<int>(object.integer(
          "status", {.says = "that the page answers with", .minimum = 200, .maximum = 599, .default_value = 503}));
      return at_once([status, endpoints = read_endpoints(object, options)](System& system) {
        system.application.show_page(endpoints, status);
      });
    }};
const ActionKind remove_page{
    .name = "remove page", .says = "and no longer", .read = [](config::Object&, const SystemOptions&) {
      return at_once([](System& system) { system.application.remove_pages(); });
    }};

double fullest(const System& system)
{
  double share = 0;
  for (const auto& instance : system.application.instances()) {
    const Heap& heap = instance->jvm().heap();
    share = std::max(share, heap.live_bytes() / heap.size_bytes());
  }
  return share;
}

double stopped_s(const System& system)
{
  double sum_s = 0;
  for (const auto& instance : system.application.instances())
    sum_s += instance->jvm().stopped_s();
  return sum_s;
}

const MetricKind heap_share{
    .name = "heap-share", .says = "live bytes over the heap, of the fullest process", .total = fullest};
const MetricKind gc_share{
    .name = "gc-share",
    .says = "of time that the processes stood still",
    .rate = MetricKind::Rate::per_second,
    .total = stopped_s,
    .per = [](const System& system) { return static_cast<double>(system.application.instances().size()); }};
const MetricKind oom{.name = "oom-per-minute",
                     .says = "requests that ran out of memory, at the pace of this second",
                     .rate = MetricKind::Rate::per_minute,
                     .total = [](const System& system) { return system.failures.count(Cause::out_of_memory); }};

const CauseKind lock_busy_kind{.name = "lock_busy",
                               .resource = "application locks",
                               .says = "an application lock that somebody else holds (tryLock)",
                               .status = 409,
                               .log_line = [](const System& system, const Work& work) {
                                 return "lock on " + system.options.flow_name(work.endpoint_number) +
                                        " not acquired: held by another request";
                               }};
const CauseKind connection_refused_kind{
    .name = "connection_refused",
    .resource = "server",
    .says = "no process of the application listens",
    .log_line = [](const System&, const Work&) -> std::string { return "dial: connection refused (k6 error 1212)"; }};
const CauseKind server_stopped_kind{.name = "server_stopped",
                                    .resource = "server",
                                    .says = "the process died or was stopped with the request in it",
                                    .log_line = [](const System&, const Work&) -> std::string {
                                      return "read: connection reset by peer (k6 error 1220)";
                                    }};
const CauseKind client_gone_kind{.name = "client_gone",
                                 .resource = "client's patience",
                                 .says = "the client's own time-out; the server's work is wasted",
                                 .log_line = [](const System&, const Work&) -> std::string {
                                   return "ClientAbortException: java.io.IOException: Broken pipe";
                                 }};
const CauseKind out_of_memory_kind{.name = "out_of_memory",
                                   .resource = "jvm heap",
                                   .says = "more is live than the heap has",
                                   .log_line = [](const System&, const Work&) -> std::string {
                                     return "java.lang.OutOfMemoryError: Java heap space";
                                   }};

} // namespace

const Cause Cause::lock_busy(lock_busy_kind);
const Cause Cause::connection_refused(connection_refused_kind);
const Cause Cause::server_stopped(server_stopped_kind);
const Cause Cause::client_gone(client_gone_kind);
const Cause Cause::out_of_memory(out_of_memory_kind);

const PartKind application_part{
    .name = "application",
    .faults = {&instance_down},
    .actions = {&add_instance, &restart_instances, &waiting_page, &remove_page},
    .causes = {&lock_busy_kind, &connection_refused_kind, &server_stopped_kind, &client_gone_kind, &out_of_memory_kind},
    .resources = [](const SystemOptions&, std::vector<Resource>& all) { all.push_back(application_locks()); }};

const PartKind jvm_part{
    .name = "jvm", .settings = jvm_settings, .faults = {&heap_leak}, .metrics = {&heap_share, &gc_share, &oom}};

} // namespace onsale::system
