#include "model/system/redis/redis.hpp"

#include "model/system/container/container_options.hpp"
#include "model/system/count32.hpp"
#include "model/system/part.hpp"
#include "model/system/redis/redis_steps.hpp"
#include "model/system/system.hpp"

#include <map>
#include <utility>

namespace onsale::system {

using engine::seconds;
using engine::Task;

namespace {

std::uint32_t connections_of(const RedisSettings& redis)
{
  return redis.pool_size > 0 ? redis.pool_size : unlimited;
}

engine::EventLoop::Options loop_of(const SystemOptions& options)
{
  return {.name = "redis thread",
          .pass_cpu = seconds(options.threads.redis_pass_cpu_s),
          .answer_share = options.threads.redis_answer_share};
}

/// [endpoint, number of the answer]
using CachedAnswers = std::map<std::pair<std::size_t, std::uint32_t>, const CachedAnswer*>;

CachedAnswers cached_answers(const std::vector<const Flow*>& flows)
{
  CachedAnswers answers;
  for (std::size_t endpoint = 0; endpoint < flows.size(); ++endpoint)
    for (const auto& step : *flows[endpoint])
      if (const auto* cached = dynamic_cast<const CacheStep*>(step.get()))
        answers[{endpoint, cached->answer.number}] = &cached->answer;
  return answers;
}

} // namespace

RedisClient::RedisClient(const Place& place, const RedisSettings& settings, const ThreadOptions& threads)
    : connections_(place.simulation, pool_options(redis_connections(settings, place.instance).name(),
                                                  connections_of(settings), threads.redis_hand_off))
{
}

void RedisClient::apply(const RedisSettings& settings)
{
  connections_.resize(connections_of(settings));
}

Redis::Redis(System& system, Host& host)
    : system_(system), process_(add_process(host.cpu(), "redis", system.options, Role::redis)),
      loop_(system.simulation, host.cpu(), process_, loop_of(system.options)), up_(system.simulation, true)
{
}

Task<bool> Redis::command(Instance& instance, engine::Cpu::Thread& thread, engine::RandomStream& draws,
                          const Scan* command, Laps* its_laps)
{
  const ThreadOptions& threads = system_.options.threads;
  Laps nobodys(system_.now());
  Laps& laps = its_laps != nullptr ? *its_laps : nobodys;
  const auto client = [&](double share_of_s) {
    laps.served(Charge::server_cpu, share_of_s / instance.cpu().speed(), system_.now());
  };
  const double client_s = threads.command_cpu.sample(draws);
  engine::TokenPool::Guard connection;
  co_await instance.run(thread, client_s * threads.command_ask_share);
  client(client_s * threads.command_ask_share);
  if (threads.redis_hand_off == HandOff::in_turn)
    connection = co_await instance.redis().connections().acquire();
  else
    connection =
        co_await instance.take(instance.redis().connections(), threads.redis_hand_off, engine::forever, thread);
  laps.waited(Charge::redis_connections, system_.now());
  laps.hold(Charge::redis_connections);
  co_await instance.run(thread, client_s * threads.command_send_share);
  client(client_s * threads.command_send_share);
  co_await engine::Sleep{system_.simulation, system_.network.backend_round_trip(draws)};
  laps.worked(Charge::network, system_.now());
  if (not up_.is_open() && not co_await wait_until_up()) {
    laps.let_go(Charge::redis_connections);
    co_return false;
  }
  const double work_s = command != nullptr ? command->sample(draws, system_.desk.booking()) * slowdown : 0;
  co_await loop_.handle(seconds(work_s));
  laps.served(Charge::redis_thread, work_s / system_.hosts.of(Role::redis).cpu().speed(), system_.now());
  const double rest_s = client_s * (1 - threads.command_ask_share - threads.command_send_share);
  co_await instance.run(thread, rest_s);
  client(rest_s);
  laps.let_go(Charge::redis_connections);
  co_return true;
}

Task<bool> Redis::round_trip(engine::RandomStream& draws)
{
  co_await engine::Sleep{system_.simulation, system_.network.backend_round_trip(draws)};
  co_return up_.is_open() || co_await wait_until_up();
}

Task<bool> Redis::wait_until_up()
{
  const bool is_back = co_await up_.pass(system_.settings.redis.timeout);
  errors_ += is_back ? 0 : 1;
  co_return is_back;
}

void Redis::stop()
{
  up_.shut();
  cache_.lose();
}

Task<> Redis::warm_cache()
{
  const CachedAnswers answers = cached_answers(system_.options.flows());
  for (const Cache::Key& key : cache_.lost(system_.now())) {
    const CachedAnswer& answer = *answers.at({key.endpoint, key.step});
    co_await system_.database->job(answer.rebuild_cpu_s);
    cache_.put(key, system_.now() + answer.ttl);
  }
}

Resource redis_connections(const RedisSettings& settings, std::size_t instance)
{
  return {.id = "redis connections",
          .instance = instance,
          .kind = Resource::Kind::held,
          .part = "redis",
          .depth = 2,
          .capacity = {.cores = static_cast<double>(settings.pool_size)},
          .wider = {{"spring.data.redis.lettuce.pool.max-active", static_cast<double>(settings.pool_size)}}};
}

Resource redis_thread(const SystemOptions& options)
{
  return {.id = "redis thread",
          .part = "redis",
          .host = options.host_name(Role::redis),
          .depth = 1,
          .capacity = {.cores = 1},
          .steps = {"redis", "cache"}};
}

} // namespace onsale::system
