#include "model/system/system_reader.hpp"

#include "model/config/enum_names.hpp"
#include "model/system/flow/distribution_reader.hpp"
#include "model/system/flow/endpoint_reader.hpp"
#include "sim/engine/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace onsale::system {
namespace {

using config::Object;
using engine::Distribution;
using engine::seconds;

engine::RunQueue::Options read_run_queue(const std::string& host, Object object)
{
  engine::RunQueue::Options queue;
  queue.name = host + " run queue";
  queue.slice =
      object.duration("slice", {.says = "that a thread asks for", .above = seconds(0), .default_value = queue.slice});
  queue.tick = object.duration(
      "tick",
      {.says = "at which it is looked whether another should run", .above = seconds(0), .default_value = queue.tick});
  queue.switch_cost =
      object.duration("switch-cost", {.says = "CPU time to load a thread's state, at each change of threads",
                                      .default_value = queue.switch_cost});
  queue.idle_cost =
      object.duration("idle-cost", {.says = "instead, for the first thread of each process since the core was idle",
                                    .default_value = queue.idle_cost});
  queue.delayed_dequeue = object.boolean(
      "delayed-dequeue",
      {.says = "a thread that blocks in debt stays in the queue until it is paid (kernel 6.12 and later)",
       .default_value = queue.delayed_dequeue});
  queue.wakeup_preemption = object.boolean("wakeup-preemption", {.says = "who wakes up may take the core at once",
                                                                 .default_value = queue.wakeup_preemption});
  object.finish();
  return queue;
}

OtherWorkOptions read_other_work(Object object)
{
  OtherWorkOptions work;
  work.share =
      object.ratio("share", {.says = "part of one core that they want", .maximum = 0.9, .default_value = work.share});
  work.burst = read_distribution(object, "burst", "CPU time that they want at once", {}, work.burst);
  if (work.burst.mean_s() <= 0)
    object.fault("burst", "work needs some time: more than 0s");
  object.finish();
  return work;
}

HostOptions read_host(const std::string& name, Object object)
{
  HostOptions host;
  host.name = name;
  host.cpu.cores =
      object.number("cores", {.says = "physical cores; may be a fraction, as of a container", .above = 0.0});
  host.cpu.hardware_threads = object.number(
      "hardware-threads",
      {.says = "with SMT; as many as cores without", .minimum = host.cpu.cores, .default_value = host.cpu.cores});
  host.cpu.smt_gain =
      object.ratio("smt-gain", {.says = "what the second thread of a core adds, of a core", .default_value = 0.25});
  host.speed = object.number(
      "speed", {.says = "of its cores: demands are of a core of speed 1", .above = 0.0, .default_value = host.speed});
  host.memory_bytes = static_cast<double>(
      object.bytes("memory", {.says = "a quarter of it is the JVM's heap, unless jvm.max-heap says else",
                              .above = 0,
                              .default_value = static_cast<std::int64_t>(host.memory_bytes)}));
  enum class Scheduler { sharing, run_queue };
  const auto scheduler = object.one_of<Scheduler>(
      "scheduler", "how those who want CPU share it; run-queue takes turns as Linux does, on one core",
      {{"processor-sharing", Scheduler::sharing}, {"run-queue", Scheduler::run_queue}}, Scheduler::sharing);
  const engine::RunQueue::Options queue =
      read_run_queue(name, object.object("run-queue", "of one core, as Linux's EEVDF keeps it"));
  if (scheduler == Scheduler::run_queue) {
    host.run_queue = queue;
    if (host.cpu.largest() != 1)
      object.fault("scheduler", "a run queue is that of one core without SMT: cores: 1");
  }
  host.other_work = read_other_work(object.object(
      "other-work", "programs of the host that are none of the system's: daemons, kernel threads, agents"));
  object.finish();
  return host;
}

void read_processes(Object object, SystemOptions& options)
{
  struct Process {
    const char* name;
    const char* says;
  };
  constexpr std::array<Process, role_count> processes = {
      {{"server", "Spring Boot on Tomcat"},
       {"mysql", "the database"},
       {"redis", "the waiting queue and the cache"},
       {"k6", "the load generator: on the server's host it competes with it"}}};
  for (std::size_t role = 0; role < role_count; ++role) {
    const std::string first = options.hosts.empty() ? "" : options.hosts.front().name;
    const std::string name =
        object.text(processes[role].name, {.says = processes[role].says, .default_value = first, .may_be_empty = true});
    const auto host = std::find_if(options.hosts.begin(), options.hosts.end(),
                                   [&](const HostOptions& each) { return each.name == name; });
    if (host == options.hosts.end()) {
      std::string known;
      for (const HostOptions& each : options.hosts)
        known += fmt::format("{}{}", known.empty() ? "" : ", ", each.name);
      object.fault(processes[role].name, fmt::format("there is no host {}: {}", name, known));
      continue;
    }
    options.host_of[role] = static_cast<std::size_t>(host - options.hosts.begin());
    if (static_cast<Role>(role) == Role::k6 && host->run_queue)
      object.fault(processes[role].name, "k6 needs a host with `scheduler: processor-sharing`");
  }
  object.finish();
}

NetworkOptions read_network(Object object, const Variation& variation)
{
  NetworkOptions network;
  network.round_trip =
      read_distribution(object, "round-trip", "k6 and server, there and back", variation, network.round_trip);
  network.backend_round_trip = read_distribution(
      object, "backend-round-trip", "server and MySQL or Redis, there and back", variation, network.backend_round_trip);
  object.finish();
  return network;
}

ClientOptions read_client(Object object, const Variation& variation)
{
  const Distribution none = Distribution::constant(0);
  ClientOptions client;
  client.request_cpu = read_distribution(object, "request-cpu", "before a request is sent", variation, none);
  client.response_cpu = read_distribution(object, "response-cpu", "after its response has come", variation, none);
  client.output_cpu = read_distribution(object, "output-cpu", "of k6's output, after each request", variation, none);
  client.sending = read_distribution(object, "sending", "http_req_sending", variation, none);
  client.receiving = read_distribution(object, "receiving", "http_req_receiving", variation, none);
  client.vu_initialisation_s = engine::in_seconds(object.duration(
      "vu-initialisation", {.says = "of each virtual user, before the test", .default_value = seconds(0)}));
  object.finish();
  return client;
}

JvmOptions read_jvm(Object object, const Variation& variation, double heap_bytes)
{
  JvmOptions jvm;
  jvm.young_share = object.ratio(
      "young-share", {.says = "eden's part of the heap at most", .above = 0.0, .default_value = jvm.young_share});
  jvm.young_pause = read_distribution(object, "young-pause",
                                      "of a young collection; without it, live-baseline and `holds` there are none",
                                      variation, Distribution::constant(0));
  jvm.young_pause_s_per_gb =
      engine::in_seconds(object.duration("young-pause-per-gb", {.says = "more, for each GB that it promotes",
                                                                .default_value = seconds(jvm.young_pause_s_per_gb)}));
  jvm.full_gc_s_per_gb =
      engine::in_seconds(object.duration("full-gc-per-gb", {.says = "stop of a full collection, for each live GB",
                                                            .default_value = seconds(jvm.full_gc_s_per_gb)}));
  jvm.live_baseline_bytes =
      static_cast<double>(object.bytes("live-baseline", {.says = "reachable without any request", .default_value = 0}));
  if (jvm.live_baseline_bytes > heap_bytes)
    object.fault("live-baseline", fmt::format("{:.0f} bytes do not fit into the heap of {:.0f} bytes",
                                              jvm.live_baseline_bytes, heap_bytes));
  jvm.thread_start_cpu_s =
      engine::in_seconds(object.duration("thread-start-cpu", {.says = "CPU time of starting a worker thread",
                                                              .default_value = seconds(jvm.thread_start_cpu_s)}));
  jvm.cold_factor =
      object.number("cold-factor", {.says = "CPU time of an endpoint's first request, in units of a warm one",
                                    .minimum = 1.0,
                                    .default_value = jvm.cold_factor});
  jvm.compile_cpu_s = engine::in_seconds(object.duration(
      "compile-cpu",
      {.says = "CPU time of the compiler while the requests served grow e-fold (on hosts with a run queue)",
       .default_value = seconds(0)}));
  jvm.warm_up_requests =
      object.number("warm-up-requests", {.says = "served before the test: what they had compiled is compiled",
                                         .minimum = 0.0,
                                         .default_value = jvm.warm_up_requests});
  jvm.compiled_after_requests = object.number("compiled-after", {.says = "requests, then nothing is left to compile",
                                                                 .minimum = 0.0,
                                                                 .default_value = jvm.compiled_after_requests});
  jvm.compile_task_s = engine::in_seconds(
      object.duration("compile-task", {.says = "of that, what the compiler's thread is woken for at a time: a method",
                                       .default_value = seconds(jvm.compile_task_s)}));
  jvm.warm_after_requests =
      object.number("warm-after", {.says = "requests of an endpoint: e-fold of the fall of cold-factor",
                                   .above = 0.0,
                                   .default_value = jvm.warm_after_requests});
  object.finish();
  return jvm;
}

ThreadOptions read_threads(Object object, const Variation& variation)
{
  const Distribution none = Distribution::constant(0);
  const auto time_s = [&](const char* key, const char* says) {
    return engine::in_seconds(object.duration(key, {.says = says, .default_value = seconds(0)}));
  };
  ThreadOptions threads;
  threads.statement_cpu =
      read_distribution(object, "statement-cpu", "CPU time of the driver, for each statement", variation, none);
  threads.command_cpu =
      read_distribution(object, "command-cpu", "CPU time of the client, for each Redis command", variation, none);
  threads.wake_up_cpu_s =
      time_s("wake-up-cpu", "CPU time to look for the connection that a waiting thread was told of");
  threads.response_cpu =
      read_distribution(object, "response-cpu",
                        "CPU time of a worker to write the response, when what it held has gone back", variation, none);
  threads.clean_up_cpu = read_distribution(
      object, "clean-up-cpu", "CPU time of a worker after its response, on a host with a run queue", variation, none);
  threads.poller_pass_cpu_s =
      time_s("poller-pass-cpu", "CPU time of Tomcat's poller, for each return from the selector");
  threads.poller_event_cpu_s = time_s("poller-event-cpu", "the same, for each request handed to the executor");
  threads.poller_register_cpu_s = time_s("poller-register-cpu", "the same, to take a socket back after its response");
  threads.pool_filler_cpu_s =
      time_s("pool-filler-cpu", "CPU time to look whether the pool may grow, when a thread has to wait");
  threads.redis_pass_cpu_s = time_s("redis-pass-cpu", "CPU time of Redis, for each round of its event loop");
  const auto hand_off = [&](const char* key, const char* says) {
    return object.one_of<HandOff>(key, says,
                                  {{"in-turn", HandOff::in_turn},
                                   {"contended", HandOff::contended},
                                   {"last-come", HandOff::last_come},
                                   {"blocking-queue", HandOff::blocking_queue}},
                                  HandOff::in_turn);
  };
  threads.worker_hand_off = object.one_of<HandOff>(
      "worker-hand-off", "which of Tomcat's threads takes a request that waits, and when",
      {{"in-turn", HandOff::in_turn}, {"blocking-queue", HandOff::blocking_queue}}, HandOff::in_turn);
  threads.hikari_hand_off = hand_off("hikari-hand-off", "who gets a pooled connection that comes back");
  threads.redis_hand_off = hand_off("redis-hand-off", "who gets a Redis connection that comes back");
  object.finish();
  return threads;
}

MySqlOptions read_mysql(Object object, const Variation& variation)
{
  const Distribution none = Distribution::constant(0);
  MySqlOptions mysql;
  mysql.fsync =
      read_distribution(object, "fsync", "one flush of a log; commits that wait together share it", variation, none);
  mysql.commit_cpu = read_distribution(object, "commit-cpu", "of each commit", variation, none);
  if (object.has("set-autocommit-cpu"))
    mysql.set_autocommit_cpu = read_distribution(
        object, "set-autocommit-cpu", "of the statements around a transaction; none: there are none", variation, none);
  mysql.buffer_pool_miss_ratio =
      object.ratio("buffer-pool-miss", {.says = "share of page reads that go to the disk", .default_value = 0.0});
  mysql.page_read = read_distribution(object, "page-read", "of one page from the disk", variation, none);
  object.finish();
  return mysql;
}

booking::BookingOptions read_booking(Object object, const QueueSettings& queue)
{
  constexpr std::int64_t most = 4'000'000'000;
  const auto count = [&](const char* key, const char* says, std::int64_t otherwise) {
    return static_cast<std::uint32_t>(
        object.integer(key, {.says = says, .minimum = 1, .maximum = most, .default_value = otherwise}));
  };
  booking::BookingOptions options;
  options.users = count("users", "accounts, numbered from 1", 1);
  options.concerts = count("concerts", "numbered from 1", 1);
  options.inventory.events = count("events", "dates on sale, numbered from 1", 1);
  options.inventory.seats_per_event = count("seats-per-event", "numbered from 1", 1);
  options.inventory.hold_ttl = object.duration(
      "hold-ttl",
      {.says = "after which a held seat is free again", .above = seconds(0), .default_value = seconds(300)});
  if (object.has("reservation-ttl"))
    options.inventory.reservation_ttl =
        object.duration("reservation-ttl",
                        {.says = "after which an unpaid reservation is cancelled; none: never", .above = seconds(0)});
  options.initial_balance =
      object.integer("balance", {.says = "of each account at the start", .minimum = 0, .default_value = 0});
  options.price_per_seat = object.integer("price", {.says = "of a seat", .minimum = 0, .default_value = 1000});
  options.queue.reissue = object.one_of<booking::Reissue>(
      "second-token", "what a user gets who asks for a token and has one",
      {{"keep", booking::Reissue::keep}, {"replace", booking::Reissue::replace}}, booking::Reissue::keep);
  options.queue.active_ttl = queue.active_ttl;
  options.queue.unlimited = queue.unlimited;
  if (static_cast<std::int64_t>(options.inventory.events) * options.inventory.seats_per_event > most)
    object.fault("seats-per-event", "more than 4,000,000,000 seats in all");
  object.finish();
  return options;
}

std::vector<StatusRule> read_statuses(Object object)
{
  std::vector<StatusRule> rules;
  auto names = config::enum_names(Cause::refused);
  const auto outcomes = config::enum_names(booking::Outcome::version_conflict);
  names.insert(names.end(), outcomes.begin(), outcomes.end());
  for (const auto& entry : object.entries("for this cause of failure or outcome of the booking core", names)) {
    StatusRule rule;
    const auto outcome = booking::outcome_from_name(entry.key);
    const auto cause = cause_from_name(entry.key);
    if (not outcome && not cause) {
      entry.value.fault("neither a cause of failure nor an outcome of the booking core is called " + entry.key);
      continue;
    }
    rule.cause = outcome ? Cause::refused : *cause;
    rule.outcome = outcome.value_or(booking::Outcome::ok);
    rule.status = static_cast<int>(entry.value.integer({.minimum = 100, .maximum = 599}));
    rules.push_back(rule);
  }
  return rules;
}

} // namespace

SystemOptions read_system(Object& top, const config::Settings& settings, http::Names& names)
{
  SystemOptions options;
  options.settings = read_settings(settings);
  options.name = top.text("system", {.says = "name of the system under test"});
  options.title =
      top.text("title", {.says = "one line for lists and reports", .default_value = "", .may_be_empty = true});
  Object hosts = top.object("hosts", "the machines, by name");
  for (const auto& entry : hosts.entries())
    options.hosts.push_back(read_host(entry.key, entry.value.object()));
  if (options.hosts.empty()) {
    top.fault("hosts", "a system needs at least one host, such as `box: {cores: 6, memory: 16GB}`");
    options.hosts.emplace_back().name = "none";
  }
  read_processes(top.object("processes", "on which host each process runs; the first host unless said"), options);
  const Variation variation = read_variation(top.object("demands", "how demands vary that are given as a mean alone"));
  const Variation constant;
  options.network = read_network(top.object("network", "times on the way, without any work"), constant);
  options.client = read_client(top.object("client", "what requests cost k6"), variation);
  options.jvm = read_jvm(top.object("jvm", "the server's Java process: collections, thread starts, cold code"),
                         variation, heap_bytes(options));
  options.threads = read_threads(
      top.object("threads", "what threads cost on hosts with a run queue, and who gets what is free"), variation);
  options.mysql = read_mysql(top.object("mysql", "what the database costs beside its statements"), variation);
  options.booking = read_booking(top.object("booking", "the booking core's data and rules"), options.settings.queue);
  options.statuses = read_statuses(top.object("statuses", "HTTP statuses that differ from the default ones"));
  options.endpoints = read_endpoints(
      top.object("endpoints", "what the server answers, by the name that journeys use"), variation,
      {options.settings.hikari.open_in_view, options.mysql.set_autocommit_cpu}, names, options.lock_spaces);
  if (options.endpoints.empty())
    top.fault("endpoints", "a system needs at least one endpoint");
  return options;
}

} // namespace onsale::system
