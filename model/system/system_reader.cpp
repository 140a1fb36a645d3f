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
  queue.slice = object.duration("slice", {.above = seconds(0), .default_value = queue.slice});
  queue.tick = object.duration("tick", {.above = seconds(0), .default_value = queue.tick});
  queue.switch_cost = object.duration("switch-cost", {.default_value = queue.switch_cost});
  queue.idle_cost = object.duration("idle-cost", {.default_value = queue.idle_cost});
  queue.delayed_dequeue = object.boolean("delayed-dequeue", {.default_value = queue.delayed_dequeue});
  queue.wakeup_preemption = object.boolean("wakeup-preemption", {.default_value = queue.wakeup_preemption});
  object.finish();
  return queue;
}

OtherWorkOptions read_other_work(Object object)
{
  OtherWorkOptions work;
  work.share = object.ratio("share", {.maximum = 0.9, .default_value = work.share});
  work.burst = read_distribution(object, "burst", {}, work.burst);
  if (work.burst.mean_s() <= 0)
    object.fault("burst", "work needs some time: more than 0s");
  object.finish();
  return work;
}

HostOptions read_host(const std::string& name, Object object)
{
  HostOptions host;
  host.name = name;
  host.cpu.cores = object.number("cores", {.above = 0.0});
  host.cpu.hardware_threads =
      object.number("hardware-threads", {.minimum = host.cpu.cores, .default_value = host.cpu.cores});
  host.cpu.smt_gain = object.ratio("smt-gain", {.default_value = 0.25});
  host.speed = object.number("speed", {.above = 0.0, .default_value = host.speed});
  host.memory_bytes = static_cast<double>(
      object.bytes("memory", {.above = 0, .default_value = static_cast<std::int64_t>(host.memory_bytes)}));
  enum class Scheduler { sharing, run_queue };
  const auto scheduler = object.one_of<Scheduler>(
      "scheduler", {{"processor-sharing", Scheduler::sharing}, {"run-queue", Scheduler::run_queue}},
      Scheduler::sharing);
  const engine::RunQueue::Options queue = read_run_queue(name, object.object("run-queue"));
  if (scheduler == Scheduler::run_queue) {
    host.run_queue = queue;
    if (host.cpu.largest() != 1)
      object.fault("scheduler", "a run queue is that of one core without SMT: cores: 1");
  }
  host.other_work = read_other_work(object.object("other-work"));
  object.finish();
  return host;
}

void read_processes(Object object, SystemOptions& options)
{
  constexpr std::array<const char*, role_count> names = {"server", "mysql", "redis", "k6"};
  for (std::size_t role = 0; role < role_count; ++role) {
    const std::string first = options.hosts.empty() ? "" : options.hosts.front().name;
    const std::string name = object.text(names[role], {.default_value = first, .may_be_empty = true});
    const auto host = std::find_if(options.hosts.begin(), options.hosts.end(),
                                   [&](const HostOptions& each) { return each.name == name; });
    if (host == options.hosts.end()) {
      std::string known;
      for (const HostOptions& each : options.hosts)
        known += fmt::format("{}{}", known.empty() ? "" : ", ", each.name);
      object.fault(names[role], fmt::format("there is no host {}: {}", name, known));
      continue;
    }
    options.host_of[role] = static_cast<std::size_t>(host - options.hosts.begin());
    if (static_cast<Role>(role) == Role::k6 && host->run_queue)
      object.fault(names[role], "k6 needs a host with `scheduler: processor-sharing`");
  }
  object.finish();
}

NetworkOptions read_network(Object object, const Variation& variation)
{
  NetworkOptions network;
  network.round_trip = read_distribution(object, "round-trip", variation, network.round_trip);
  network.backend_round_trip = read_distribution(object, "backend-round-trip", variation, network.backend_round_trip);
  object.finish();
  return network;
}

ClientOptions read_client(Object object, const Variation& variation)
{
  const Distribution none = Distribution::constant(0);
  ClientOptions client;
  client.request_cpu = read_distribution(object, "request-cpu", variation, none);
  client.response_cpu = read_distribution(object, "response-cpu", variation, none);
  client.output_cpu = read_distribution(object, "output-cpu", variation, none);
  client.sending = read_distribution(object, "sending", variation, none);
  client.receiving = read_distribution(object, "receiving", variation, none);
  client.vu_initialisation_s = engine::in_seconds(object.duration("vu-initialisation", {.default_value = seconds(0)}));
  object.finish();
  return client;
}

JvmOptions read_jvm(Object object, const Variation& variation, double heap_bytes)
{
  JvmOptions jvm;
  jvm.young_share = object.ratio("young-share", {.above = 0.0, .default_value = jvm.young_share});
  jvm.young_pause = read_distribution(object, "young-pause", variation, Distribution::constant(0));
  jvm.young_pause_s_per_gb =
      engine::in_seconds(object.duration("young-pause-per-gb", {.default_value = seconds(jvm.young_pause_s_per_gb)}));
  jvm.full_gc_s_per_gb =
      engine::in_seconds(object.duration("full-gc-per-gb", {.default_value = seconds(jvm.full_gc_s_per_gb)}));
  jvm.live_baseline_bytes = static_cast<double>(object.bytes("live-baseline", {.default_value = 0}));
  if (jvm.live_baseline_bytes > heap_bytes)
    object.fault("live-baseline", fmt::format("{:.0f} bytes do not fit into the heap of {:.0f} bytes",
                                              jvm.live_baseline_bytes, heap_bytes));
  jvm.thread_start_cpu_s =
      engine::in_seconds(object.duration("thread-start-cpu", {.default_value = seconds(jvm.thread_start_cpu_s)}));
  jvm.cold_factor = object.number("cold-factor", {.minimum = 1.0, .default_value = jvm.cold_factor});
  jvm.compile_cpu_s = engine::in_seconds(object.duration("compile-cpu", {.default_value = seconds(0)}));
  jvm.warm_up_requests = object.number("warm-up-requests", {.minimum = 0.0, .default_value = jvm.warm_up_requests});
  jvm.compiled_after_requests =
      object.number("compiled-after", {.minimum = 0.0, .default_value = jvm.compiled_after_requests});
  jvm.compile_task_s =
      engine::in_seconds(object.duration("compile-task", {.default_value = seconds(jvm.compile_task_s)}));
  jvm.warm_after_requests = object.number("warm-after", {.above = 0.0, .default_value = jvm.warm_after_requests});
  object.finish();
  return jvm;
}

ThreadOptions read_threads(Object object, const Variation& variation)
{
  const Distribution none = Distribution::constant(0);
  const auto time_s = [&](const char* key) {
    return engine::in_seconds(object.duration(key, {.default_value = seconds(0)}));
  };
  ThreadOptions threads;
  threads.statement_cpu = read_distribution(object, "statement-cpu", variation, none);
  threads.command_cpu = read_distribution(object, "command-cpu", variation, none);
  threads.wake_up_cpu_s = time_s("wake-up-cpu");
  threads.response_cpu = read_distribution(object, "response-cpu", variation, none);
  threads.clean_up_cpu = read_distribution(object, "clean-up-cpu", variation, none);
  threads.poller_pass_cpu_s = time_s("poller-pass-cpu");
  threads.poller_event_cpu_s = time_s("poller-event-cpu");
  threads.poller_register_cpu_s = time_s("poller-register-cpu");
  threads.pool_filler_cpu_s = time_s("pool-filler-cpu");
  threads.redis_pass_cpu_s = time_s("redis-pass-cpu");
  const auto hand_off = [&](const char* key) {
    return object.one_of<HandOff>(key,
                                  {{"in-turn", HandOff::in_turn},
                                   {"contended", HandOff::contended},
                                   {"last-come", HandOff::last_come},
                                   {"blocking-queue", HandOff::blocking_queue}},
                                  HandOff::in_turn);
  };
  threads.worker_hand_off = object.one_of<HandOff>(
      "worker-hand-off", {{"in-turn", HandOff::in_turn}, {"blocking-queue", HandOff::blocking_queue}},
      HandOff::in_turn);
  threads.hikari_hand_off = hand_off("hikari-hand-off");
  threads.redis_hand_off = hand_off("redis-hand-off");
  object.finish();
  return threads;
}

MySqlOptions read_mysql(Object object, const Variation& variation)
{
  const Distribution none = Distribution::constant(0);
  MySqlOptions mysql;
  mysql.fsync = read_distribution(object, "fsync", variation, none);
  mysql.commit_cpu = read_distribution(object, "commit-cpu", variation, none);
  if (object.has("set-autocommit-cpu"))
    mysql.set_autocommit_cpu = read_distribution(object, "set-autocommit-cpu", variation, none);
  mysql.buffer_pool_miss_ratio = object.ratio("buffer-pool-miss", {.default_value = 0.0});
  mysql.page_read = read_distribution(object, "page-read", variation, none);
  object.finish();
  return mysql;
}

booking::BookingOptions read_booking(Object object, const QueueSettings& queue)
{
  constexpr std::int64_t most = 4'000'000'000;
  const auto count = [&](const char* key, std::int64_t otherwise) {
    return static_cast<std::uint32_t>(object.integer(key, {.minimum = 1, .maximum = most, .default_value = otherwise}));
  };
  booking::BookingOptions options;
  options.users = count("users", 1);
  options.concerts = count("concerts", 1);
  options.inventory.events = count("events", 1);
  options.inventory.seats_per_event = count("seats-per-event", 1);
  options.inventory.hold_ttl = object.duration("hold-ttl", {.above = seconds(0), .default_value = seconds(300)});
  if (object.has("reservation-ttl"))
    options.inventory.reservation_ttl = object.duration("reservation-ttl", {.above = seconds(0)});
  options.initial_balance = object.integer("balance", {.minimum = 0, .default_value = 0});
  options.price_per_seat = object.integer("price", {.minimum = 0, .default_value = 1000});
  options.queue.reissue = object.one_of<booking::Reissue>(
      "second-token", {{"keep", booking::Reissue::keep}, {"replace", booking::Reissue::replace}},
      booking::Reissue::keep);
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
  for (const auto& entry : object.entries(names)) {
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
  options.name = top.text("system");
  options.title = top.text("title", {.default_value = "", .may_be_empty = true});
  Object hosts = top.object("hosts");
  for (const auto& entry : hosts.entries())
    options.hosts.push_back(read_host(entry.key, entry.value.object()));
  if (options.hosts.empty()) {
    top.fault("hosts", "a system needs at least one host, such as `box: {cores: 6, memory: 16GB}`");
    options.hosts.emplace_back().name = "none";
  }
  read_processes(top.object("processes"), options);
  const Variation variation = read_variation(top.object("demands"));
  const Variation constant;
  options.network = read_network(top.object("network"), constant);
  options.client = read_client(top.object("client"), variation);
  options.jvm = read_jvm(top.object("jvm"), variation, heap_bytes(options));
  options.threads = read_threads(top.object("threads"), variation);
  options.mysql = read_mysql(top.object("mysql"), variation);
  options.booking = read_booking(top.object("booking"), options.settings.queue);
  options.statuses = read_statuses(top.object("statuses"));
  options.endpoints = read_endpoints(top.object("endpoints"), variation,
                                     {options.settings.hikari.open_in_view, options.mysql.set_autocommit_cpu}, names,
                                     options.lock_spaces);
  if (options.endpoints.empty())
    top.fault("endpoints", "a system needs at least one endpoint");
  return options;
}

} // namespace onsale::system
