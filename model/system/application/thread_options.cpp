#include "model/system/application/thread_options.hpp"

#include <utility>

namespace onsale::system {
namespace {

using engine::Distribution;

HandOff read_hand_off(config::Object& object, const char* key, const char* says)
{
  return object.one_of<HandOff>(key, says,
                                {{"in-turn", HandOff::in_turn},
                                 {"contended", HandOff::contended},
                                 {"last-come", HandOff::last_come},
                                 {"blocking-queue", HandOff::blocking_queue}},
                                HandOff::in_turn);
}

void read_client_of_redis(config::Object& object, const Variation& variation, ThreadOptions& threads)
{
  threads.command_cpu = read_distribution(object, "command-cpu", "CPU time of the client, for each Redis command",
                                          variation, Distribution::constant(0));
  threads.command_ask_share =
      object.ratio("command-ask-share", {.says = "of command-cpu, before the client asks for a connection",
                                         .default_value = threads.command_ask_share});
  threads.command_send_share = object.ratio(
      "command-send-share", {.says = "of command-cpu, from there until the command is sent; the rest is for the answer",
                             .default_value = threads.command_send_share});
  if (threads.command_ask_share + threads.command_send_share > 1)
    object.fault("command-send-share", "with command-ask-share more than all of command-cpu");
  threads.redis_answer_share =
      object.ratio("redis-answer-share", {.says = "of a command's CPU time, its answer: written one by one when all "
                                                  "commands of a round have been carried out",
                                          .default_value = threads.redis_answer_share});
  threads.scheduler_waits = object.boolean(
      "scheduler-waits", {.says = "the queue scheduler's commands wait for a connection and for Redis's thread, as "
                                  "those of requests do; else each takes its round trip",
                          .default_value = threads.scheduler_waits});
  threads.redis_hand_off = read_hand_off(object, "redis-hand-off", "who gets a Redis connection that comes back");
}

} // namespace

ThreadOptions read_threads(config::Object object, const Variation& variation)
{
  const Distribution none = Distribution::constant(0);
  const auto time_s = [&](const char* key, const char* says) {
    return engine::in_seconds(object.duration(key, {.says = says, .default_value = engine::seconds(0)}));
  };
  ThreadOptions threads;
  threads.statement_cpu =
      read_distribution(object, "statement-cpu", "CPU time of the driver, for each statement", variation, none);
  read_client_of_redis(object, variation, threads);
  threads.wake_up_cpu_s =
      time_s("wake-up-cpu", "CPU time to look for the connection that a waiting thread was told of");
  threads.response_cpu =
      read_distribution(object, "response-cpu",
                        "CPU time of a worker to write the response, when what it held has gone back", variation, none);
  threads.clean_up_cpu =
      read_distribution(object, "clean-up-cpu", "CPU time of a worker after its response", variation, none);
  threads.poller_pass_cpu_s =
      time_s("poller-pass-cpu", "CPU time of Tomcat's poller, for each return from the selector");
  threads.poller_event_cpu_s = time_s("poller-event-cpu", "the same, for each request handed to the executor");
  threads.poller_register_cpu_s = time_s("poller-register-cpu", "the same, to take a socket back after its response");
  threads.pool_filler_cpu_s =
      time_s("pool-filler-cpu", "CPU time to look whether the pool may grow, when a thread has to wait");
  threads.redis_pass_cpu_s = time_s("redis-pass-cpu", "CPU time of Redis, for each round of its event loop");
  threads.worker_hand_off = object.one_of<HandOff>(
      "worker-hand-off", "which of Tomcat's threads takes a request that waits, and when",
      {{"in-turn", HandOff::in_turn}, {"blocking-queue", HandOff::blocking_queue}}, HandOff::in_turn);
  threads.hikari_hand_off = read_hand_off(object, "hikari-hand-off", "who gets a pooled connection that comes back");
  object.finish();
  return threads;
}

engine::TokenPool::Options pool_options(std::string name, std::uint32_t capacity, HandOff hand_off)
{
  return {std::move(name), capacity, hand_off == HandOff::last_come, hand_off == HandOff::blocking_queue};
}

} // namespace onsale::system
